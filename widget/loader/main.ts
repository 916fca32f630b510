/**
 * The entry for the script tag. Its data attributes are the settings, and what they leave out is taken
 * from its address (`shelfbell.js?shop=pk_…`), because tag managers drop attributes. It starts once, even
 * if the page has several tags. It is served at the Worker's root, and in its release's folder for pinned
 * pages.
 */
import type { Settings } from '../contract.ts'
import { start } from './start.ts'

try {
  let tag = document.currentScript as HTMLScriptElement
  const settings = () => {
    // Modules have no current script, and a page that replaces its elements may bring another tag.
    if (!tag?.isConnected) tag = document.querySelector('[src*="shelfbell.js"]') ?? tag
    const url = new URL(tag.src)
    const said = Object.fromEntries(url.searchParams)
    return {
      ...said,
      ...tag.dataset,
      base: new URL('.', url).href,
      anchor: tag,
    } as Partial<Settings> as Settings
  }
  if (!settings().shop) throw new Error('data-shop is missing')
  // The page may have identified the shopper before.
  if (!window.Shelfbell?.open) window.Shelfbell = { ...window.Shelfbell, ...start(settings) }
} catch (error) {
  console.warn('Shelfbell:', error)
}
