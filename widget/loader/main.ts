/**
 * The entry for the script tag. Its data attributes are the settings; it starts once, even if the page
 * has several tags. It is served at the Worker's root, and in its release's folder for pinned pages.
 */
import { start } from './start.ts'

try {
  const anchor = document.currentScript as HTMLScriptElement
  const { shop } = anchor.dataset
  if (shop && !window.Shelfbell) {
    const base = new URL('.', anchor.src).href
    window.Shelfbell = start({ ...anchor.dataset, shop, base, anchor })
  }
} catch (error) {
  console.warn('Shelfbell:', error)
}
