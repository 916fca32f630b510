// A real shop's server writes absolute addresses into its pages. These pages are static files that
// do not know where they are served, so this script completes them before the widget reads them.
const absolute = (path) => new URL(path, location.origin).href

for (const place of document.querySelectorAll('[data-shelfbell-sku]')) {
  place.dataset.shelfbellUrl = absolute(place.dataset.shelfbellUrl)
  place.dataset.shelfbellImage = absolute(place.dataset.shelfbellImage)
}

for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
  const product = JSON.parse(script.textContent)
  product.url = absolute(product.url)
  product.image = absolute(product.image)
  product.offers.url = absolute(product.offers.url)
  script.textContent = JSON.stringify(product, null, 2)
}
