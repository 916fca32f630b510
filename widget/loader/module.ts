/**
 * The same as an ES module, for pages that import it: `import { start } from '…/shelfbell.mjs'`.
 * `base` is where this file came from, unless a bundler took it elsewhere.
 */
import type { Settings, Shelfbell } from '../contract.ts'
import { start as begin } from './start.ts'

export const start = (settings: Omit<Settings, 'base'> & { base?: string }): Shelfbell =>
  (window.Shelfbell ??= begin({
    ...settings,
    base: new URL(settings.base ?? '.', import.meta.url).href,
  }))
