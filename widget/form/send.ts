/** Sends subscriptions, and turns the answers into the form's state. */
import type { ClientConfig } from '../../shared/client-config.ts'
import type { Accepted, ClientSubscription } from '../../shared/subscription.ts'
import type { Known, Tell, Variant } from '../contract.ts'
import { getConfig, subscribe, type Answer } from './api.ts'
import { subscriptionOf, type Typed } from './subscription.ts'
import type { State } from './state.ts'

/** Loads the Worker's rules. Called when the form opens, so that they are loaded before sending. */
export const rules = () => import('./check.ts').then(({ faultsOf }) => faultsOf)

/** A token of each request that the open form has sent: it takes the request back. */
export const tokens: string[] = []

/** What to send, where to, and the function that reports events. */
interface Sending {
  base: string
  shop: string
  /** The page's address. */
  page: string
  typed: Typed
  config: ClientConfig
  /** Whether the form shows a choice of variants, beside which it can report a variant's fault. */
  several: boolean
  tell: Tell
  /** Gets a Turnstile token for each request, if the shop uses Turnstile. */
  token(): Promise<string | undefined>
}

/** Faults of one variant, after which the other variants are still requested. */
const OF_A_VARIANT = new Set(['in_stock', 'variant_not_found', 'not_offered'])

/**
 * Sends a subscription for each chosen variant, one after the other; returns the form's next state.
 * Variants that an earlier attempt subscribed for the same person are skipped; variants that cannot
 * be subscribed are no longer chosen.
 */
export async function sendAll(
  sending: Sending,
  chosen: Variant[],
  before: State['outcome'],
): Promise<Partial<State>> {
  const { typed, several, tell } = sending
  const channels = [...(typed.email ? ['email'] : []), ...(typed.phone ? ['sms'] : [])]
  const outcome = new Map([...before].filter(([, code]) => !code))
  let after: Partial<State> = { phase: 'done' }
  for (const variant of chosen) {
    const { sku } = variant
    if (outcome.has(variant)) continue
    const one = await send(sending, variant)
    const { phase, problem = '' } = one
    if (phase === 'done') {
      outcome.set(variant, '')
      tell('subscribed', { sku, channels })
    } else if (several && OF_A_VARIANT.has(problem)) {
      outcome.set(variant, problem)
      tell('error', { sku, code: problem })
      after = { phase: 'asking' }
    } else {
      after = one
      break
    }
  }
  return { ...after, outcome, chosen: chosen.filter((each) => !outcome.get(each)) }
}

/** Sends the subscription for one variant. */
async function send(
  { base, shop, page, typed, config, token }: Sending,
  variant: Variant,
): Promise<Partial<State>> {
  // Of the shopper's addresses, those in the form count.
  const identity = { ...window.Shelfbell?.who, email: undefined, phone: undefined }
  const { data } = variant
  const request = { ...subscriptionOf(typed, shop, variant, config), page, data, identity }
  const known = { ...variant.known }
  const ask = () => {
    const { title, url } = known
    const product = title && url ? { ...known, title, url } : undefined
    return attempt(base, { ...request, product }, token)
  }
  let answer = await ask()
  // The page's product data is optional: retry without the invalid fields, or without any if too large.
  if (!answer.ok && aboutProduct(answer)) {
    if (!answer.faults[0]) delete known.title
    for (const { pointer } of answer.faults) delete known[pointer.slice(9) as keyof Known]
    // An address elsewhere is refused; the page that shows the product is the shop's.
    known.url ??= page
    answer = await ask()
  }
  if (answer.ok) {
    tokens.push(answer.value.undo)
    return { phase: 'done' }
  }

  const { code, faults } = answer
  // The shop's settings have changed since the form was opened.
  if ([code, ...faults.map((fault) => fault.code)].some((each) => /^consent_|^quant/.test(each))) {
    const fresh = await getConfig(base, shop, variant.locale)
    return fresh.ok
      ? { phase: 'asking', config: fresh.value, problem: 'consent_text_mismatch' }
      : { phase: 'asking', problem: fresh.code }
  }
  const at = (field: string) => faults.find(({ pointer }) => pointer === `/${field}`)?.code
  const [email, phone] = [at('email'), at('phone')]
  return { phase: 'asking', faults: { email, phone }, problem: email || phone ? undefined : code }
}

async function attempt(
  base: string,
  request: ClientSubscription,
  token: Sending['token'],
): Promise<Answer<Accepted>> {
  // If the rules do not load, or do not run in an old browser, the Worker alone checks.
  const faults = await rules()
    .then((faultsOf) => faultsOf(request))
    .catch(() => [])
  if (faults[0]) return { ok: false, code: 'request_invalid', faults }
  return subscribe(base, {
    ...request,
    turnstileToken: await token().catch((): undefined => {}),
  })
}

const aboutProduct = ({ code, faults }: { code: string; faults: { pointer: string }[] }) =>
  code === 'body_too_large' || faults.some(({ pointer }) => pointer.startsWith('/product'))
