/**
 * Voyado Engage, API v3: keeps the waiting list and sends. A subscription belongs to a contact.
 * Stock levels are absolute quantities; a restock uses a subscription up in Voyado. Where Voyado's
 * documents are silent (answers to duplicates, bodies of answers), the code works with either
 * reading.
 */
import type { Faults } from '../../contract.ts'
import { defineDestination } from '../contract.ts'
import { sender } from './api.ts'
import { recordMarketing } from './marketing.ts'
import { faultTexts, VoyadoOptions } from './options.ts'
import { probe } from './probe.ts'
import { updateStock } from './stock.ts'
import { cancel, subscribe } from './subscription.ts'

/** Voyado has a place for consents to marketing only if the shop names one. */
const recordsMarketing = ({ acceptsEmail, consentIds }: VoyadoOptions): boolean =>
  acceptsEmail || consentIds.marketing !== undefined

export const voyado = defineDestination({
  type: 'voyado',
  options: VoyadoOptions,
  secrets: ['apiKey'],
  addresses: ['baseUrl'],
  faults: ({ apiKey, consentIds: { alert, marketing } }) => {
    const faults: Faults = []
    if (!apiKey) faults.push(['/apiKey', 'missing'])
    if (alert && alert === marketing) faults.push(['/consentIds/marketing', 'consent_shared'])
    return faults
  },
  faultTexts,
  can: (options) => [
    'subscribe',
    'cancel',
    ...(options.stock ? (['updateStock'] as const) : []),
    ...(recordsMarketing(options) ? (['consent'] as const) : []),
  ],
  records: (options) => (recordsMarketing(options) ? ['email'] : []),
  tells: ({ channels }) => channels,
  knowsPeople: true,
  // Look the contact up; create it, or read its subscriptions; subscribe; and one to spare.
  requestsPerCall: 4,
  create(options, context) {
    const engage = { options, context, send: sender(options) }
    const inTurn = turns()
    return {
      subscribe: (call) => inTurn(call.contactId, () => subscribe(engage, call)),
      consent: (call) => inTurn(call.contactId, () => recordMarketing(engage, call)),
      cancel: (call) => inTurn(call.contactId, () => cancel(engage, call)),
      updateStock: (levels) => updateStock(engage, levels),
      probe: () => probe(engage),
    }
  },
})

/** Voyado asks to wait for an answer before the next call about the same contact. */
function turns(): <T>(contactId: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return (contactId, work) => {
    const mine = (last.get(contactId) ?? Promise.resolve()).then(work, work)
    last.set(contactId, mine)
    return mine
  }
}
