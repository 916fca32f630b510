/**
 * The loader as an ES module: `import { start } from '…/shelfbell.mjs'`. `base` is this file's own
 * address, unless a bundler moved the file elsewhere.
 */
import type * as declared from '../shelfbell.d.mts'
import { start as begin } from './start.ts'

export const start: typeof declared.start = ({ base: given = '.', ...settings }) => {
  const base = new URL(given, import.meta.url).href.replace(/\/?$/, '/')
  const running = window.Shelfbell
  return running?.open
    ? running
    : (window.Shelfbell = { ...running, ...begin(() => ({ ...settings, base })) })
}
