/**
 * Sequenzy, over e-mail. In mode `relay` it takes requests and keeps its own waiting list. An upsert
 * replaces the product's list of variants, so each upsert names all of them with their stock.
 * Sequenzy cannot cancel a request. In mode `deferred` it first learns of a person by the event that
 * the variant is back.
 */
import { missing } from '../../contract.ts'
import { defineDestination } from '../contract.ts'
import { outcomeOf } from '../outcome.ts'
import { outcomeOfStatus, send } from './api.ts'
import { eventOf } from './bodies.ts'
import { SequenzyOptions } from './options.ts'
import { probe } from './probe.ts'
import { relayTo } from './relay.ts'

export const sequenzy = defineDestination({
  type: 'sequenzy',
  options: SequenzyOptions,
  secrets: ['apiKey'],
  addresses: ['baseUrl'],
  faults: (options) => missing(options, 'apiKey'),
  can: ({ mode, sendStock }) =>
    mode === 'deferred' ? ['notify'] : sendStock ? ['subscribe', 'updateStock'] : ['subscribe'],
  tells: () => ['email'],
  knowsPeople: true,
  wantsSiblings: true,
  // The product and the request.
  requestsPerCall: 2,
  create(options) {
    if (options.mode === 'deferred') {
      return {
        notify: async (call) =>
          call.to.email
            ? outcomeOf(
                await send(options, '/subscribers/events', eventOf(options, call)),
                outcomeOfStatus('conflict'),
              )
            : { kind: 'refused', reason: 'nothing_to_send' },
        probe: () => probe(options),
      }
    }
    const { subscribe, updateStock } = relayTo(options)
    return {
      subscribe,
      ...(options.sendStock && { updateStock }),
      probe: () => probe(options),
    }
  },
})
