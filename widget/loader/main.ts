/**
 * The script tag: its data attributes are the settings, and it starts once however often it is
 * pasted. It stands at the Worker's root, and once more in its release's folder, to be pinned.
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
