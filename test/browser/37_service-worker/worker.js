// Takes every request of the page into its hands, and has a page of its own for when there is no net.
addEventListener('install', () => self.skipWaiting())
addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
addEventListener('fetch', (event) => {
  const headers = { 'Content-Type': 'text/html' }
  const offline = () => new Response('<h1>You are offline</h1>', { headers })
  event.respondWith(fetch(event.request).catch(offline))
})
