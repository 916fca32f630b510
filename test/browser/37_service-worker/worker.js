// Handles every request of the page, and answers with a page of its own while offline.
addEventListener('install', () => self.skipWaiting())
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
addEventListener('fetch', (event) => {
  const headers = { 'Content-Type': 'text/html' }
  const offline = () => new Response('<h1>You are offline</h1>', { headers })
  event.respondWith(fetch(event.request).catch(offline))
})
