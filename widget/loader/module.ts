/**
 * The same as an ES module, for pages that import it: `import { start } from '…/shelfbell.mjs'`.
 * `base` is where this file came from, unless a bundler took it elsewhere.
 */
import type * as declared from '../shelfbell.d.mts'
import { start as begin } from './start.ts'

export const start: typeof declared.start = ({ base = '.', ...settings }) =>
  (window.Shelfbell ??= begin({
    ...settings,
    base: new URL(base, import.meta.url).href.replace(/\/?$/, '/'),
  }))
