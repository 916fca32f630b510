/**
 * Tells people from machines where the shop asks for it. Cloudflare's script is fetched when the
 * form is open and at no other time, and shows itself only to whom it has a question. Each request
 * takes a token of its own: one is good once, and for five minutes.
 */
import type { ClientConfig } from '../../shared/client-config.ts'

type Settings = NonNullable<ClientConfig['turnstile']>

/** As much of Cloudflare's script as is used (Turnstile, "Client-side rendering"). */
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
/** A page may forbid a second one of the name. */
let policy: Policy | undefined

/** The script, once on a page: it may be the shop's own. */
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
 * A token for one request, after the question in the form, if there is one; undefined where none is
 * to be had: the Worker is the judge.
 */
export async function tokenFrom(settings: Settings, form: ShadowRoot): Promise<string | undefined> {
  const turnstile = await load(settings)
  const place = form.querySelector<HTMLElement>('#check')
  if (!place) return
  let id: string | undefined
  const token = await new Promise<string | undefined>((settle) => {
    const none = () => {
      settle(undefined)
      // It is dealt with: the script shall not complain on the page's console.
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
