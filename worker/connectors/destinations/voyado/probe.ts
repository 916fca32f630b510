/**
 * What can be found out about a shop's Voyado by reading: a contact that cannot exist is looked up
 * with and without the contact type, which shows whether Voyado accepts the key and the type.
 */
import type { Answer } from '../../answer.ts'
import type { Finding } from '../contract.ts'
import { codeIn } from './api.ts'
import type { Engage } from './bodies.ts'
import { lookUp } from './contact.ts'

/** Makes two look-ups; the second only when Voyado accepts the key. */
export async function probe({ send, options, context }: Engage): Promise<Finding[]> {
  const nobody = { email: `shelfbell-check-${crypto.randomUUID()}@example.com` }
  const key = keyFinding(await lookUp(send, nobody))
  const { contactType } = options
  const type = key.ok && typeFinding(await lookUp(send, { ...nobody, contactType }), contactType)
  const { defaultLocale } = context.shop.settings
  const catalog: Finding = {
    what: 'catalog',
    ok: true,
    detail: `Not checked: Shelfbell cannot see the product feeds in Engage. Engage needs a feed for each locale that people subscribe in (${defaultLocale} for people without a locale), with every sku, also when it is out of stock.`,
  }
  return [key, ...(type ? [type] : []), catalog, ...UNCHECKED]
}

const UNCHECKED: Finding[] = [
  {
    what: 'scope',
    ok: true,
    detail:
      'Not checked: Voyado does not tell whether the key may also create contacts and subscriptions and send stock levels. After the first ones, GET /v1/destinations shows it.',
  },
  {
    what: 'flow',
    ok: true,
    detail:
      'Not checked: Shelfbell cannot see whether a back-in-stock automation is live in Engage. Without one, Voyado takes subscriptions and sends nothing.',
  },
]

const BASE_URL = 'Check that baseUrl is the address of your own Engage, https://CLIENT.voyado.com.'

function keyFinding(answer: Answer): Finding {
  const what = 'key'
  if (!answer.answered) {
    return { what, ok: false, detail: `Voyado did not answer (${answer.reason}). ${BASE_URL}` }
  }
  const { status, body } = answer
  if (codeIn(body) === 'contact_not_found') {
    return { what, ok: true, detail: 'Voyado accepts the key: it may look up contacts.' }
  }
  if (status === 401 || status === 403) {
    const detail = `Voyado refuses the key (${status}). Ask Voyado for a key for Shelfbell, for API v3, without a list of allowed IP addresses. If the key is right, try the keyHeader x-api-key.`
    return { what, ok: false, detail }
  }
  const detail = `Shelfbell asked for a contact that cannot exist, and Voyado answered ${status} instead of ContactNotFound. ${BASE_URL}`
  return { what, ok: false, detail }
}

function typeFinding(answer: Answer, contactType: string): Finding {
  const what = 'contact_type'
  const code = answer.answered ? codeIn(answer.body) : undefined
  if (code === 'contact_not_found') {
    return { what, ok: true, detail: `Voyado knows the contact type ${contactType}.` }
  }
  const reason = code ?? (answer.answered ? `http_${answer.status}` : answer.reason)
  const detail = `Voyado does not accept the contact type ${contactType} (${reason}). Set contactType to the id of one of your contact types, for example Contact.`
  return { what, ok: false, detail }
}
