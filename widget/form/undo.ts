/**
 * The button under the thanks that takes the request back. Loaded after the request was accepted. It
 * has no Preact: the form's view is at its end, and its own few nodes are in nobody's way.
 */
import type { State } from './state.ts'

const TIMEOUT_MS = 15_000

/**
 * Shows the button. When the requests are taken back, the thanks become the words about that.
 * `tokens`: one of each accepted request. `state`: the form's, after the last of them.
 */
export function offer(
  root: ShadowRoot,
  base: string,
  shop: string,
  tokens: string[],
  { texts, config }: State,
  update: (patch: Partial<State>) => void,
): void {
  const words = config?.undo
  const main = root.querySelector<HTMLElement>('.main')
  if (!main || !words) return
  const button = document.createElement('button')
  button.type = 'button'
  button.part = 'link'
  button.textContent = words.button
  button.style.cssText =
    'display:block;min-height:44px;margin:8px auto -16px;background:none;text-decoration:underline;text-underline-offset:3px;font-size:.875em'
  main.after(button)
  button.addEventListener('click', async () => {
    if (button.hasAttribute('aria-disabled')) return
    button.setAttribute('aria-disabled', 'true')
    update({ problem: undefined })
    try {
      for (const undo of tokens) {
        await takeBack(`${base}v1/client/undo`, bodyOf(shop, undo))
      }
      // The focus must not be lost with the button.
      main.focus()
      button.remove()
      const { title, done } = words
      update({ texts: { ...texts, doneTitle: title, confirmTitle: title, done, confirm: done } })
    } catch (error) {
      button.removeAttribute('aria-disabled')
      update({ problem: error instanceof TypeError ? 'offline' : 'failed' })
    }
  })
}

/** Without a prototype, so that an old library's `toJSON` on the page is not called. */
const bodyOf = (shop: string, undo: string) =>
  JSON.stringify(Object.assign(Object.create(null), { shop, undo }))

async function takeBack(url: string, body: string): Promise<void> {
  const { ok } = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    body,
  })
  if (!ok) throw new Error('not taken back')
}
