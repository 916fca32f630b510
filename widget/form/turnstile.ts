/**
 * Turnstile, if the shop uses it. Cloudflare's script is loaded only when the form is open, and is
 * visible only if it has a challenge. Each request needs a token of its own: a token is valid once,
 * and for five minutes.
 */
import type { ClientConfig } from '../../shared/client-config.ts'

type Settings = NonNullable<ClientConfig['turnstile']>

/** The used part of Cloudflare's script (Turnstile, "Client-side rendering"). */
interface Turnstile {
  render(element: Element, options: Record<string, unknown>): string | undefined
  remove(id: string): void
}

declare global {
  interface Window {
    turnstile?: Turnstile
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy }
  }
}
interface Policy {
  createScriptURL(url: string): string
}

let script: Promise<Turnstile> | undefined
/** Created once: a page may forbid a second policy of the same name. */
let policy: Policy | undefined

/** Loads the script once per page, or uses the one that the shop has loaded. */
export function load({ baseUrl }: Settings): Promise<Turnstile> {
  if (window.turnstile) return Promise.resolve(window.turnstile)
  return (script ??= new Promise<Turnstile>((found, missed) => {
    const tag = document.createElement('script')
    const url = `${baseUrl}/turnstile/v0/api.js?render=explicit`
    policy ??= window.trustedTypes?.createPolicy('shelfbell', { createScriptURL: (to) => to })
    tag.src = policy?.createScriptURL(url) ?? url
    tag.nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? ''
    tag.addEventListener('error', missed)
    tag.addEventListener('load', () =>
      window.turnstile ? found(window.turnstile) : missed(new Error('no Turnstile')),
    )
    document.head.append(tag)
  }).catch((error: unknown) => {
    script = undefined
    throw error
  }))
}

/**
 * Gets a token for one request, after the challenge in the form, if there is one. Undefined if there is
 * no token: then the Worker decides.
 */
export async function tokenFrom(settings: Settings, form: ShadowRoot): Promise<string | undefined> {
  const turnstile = await load(settings)
  const place = form.querySelector<HTMLElement>('#check')
  if (!place) return
  let id: string | undefined
  const token = await new Promise<string | undefined>((settle) => {
    const none = () => {
      settle(undefined)
      // True means handled: otherwise the script writes to the page's console.
      return true
    }
    id = turnstile.render(place, {
      sitekey: settings.siteKey,
      action: 'shelfbell',
      language: place.lang,
      theme: form.host.hasAttribute('dark') ? 'dark' : 'light',
      size: 'flexible',
      appearance: 'interaction-only',
      retry: 'never',
      'response-field': false,
      callback: settle,
      'error-callback': none,
      'timeout-callback': none,
      'unsupported-callback': none,
    })
    if (!id) none()
  })
  if (id) turnstile.remove(id)
  return token
}
