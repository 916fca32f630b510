/**
 * Confirms events, which removes them from the queue. Centra takes many ids in one mutation, and refuses
 * all of them because of one. The one is found by halving the list, so that it does not block the others.
 */
import * as v from 'valibot'
import type { SourceFailure } from '../contract.ts'
import type { ItemFaults } from '../item-faults.ts'
import type { EventBatch } from './events.ts'
import { type AskCentra, Mutation, refusalOf } from './graphql.ts'
import { CONFIRMATIONS_PER_REQUEST } from './limits.ts'

const CONFIRM = `mutation done($ids: [Int!]!) {
  confirmEvents(input: { eventsIds: $ids }) { userErrors { message path } }
}`
const REFUSED = 'confirm_refused'

const keyOf = (event: number) => `confirmation of event ${event}`

/**
 * Removes events from the queue. Call it only after their levels are stored. An event that Centra
 * refuses to remove is noted in `faults`; `isWhole` says whether there was none. Fails if no event was
 * removed.
 */
export async function confirmEvents(
  ask: AskCentra,
  ids: number[],
  faults: ItemFaults,
): Promise<{ kind: 'confirmed'; isWhole: boolean } | SourceFailure> {
  const open = ids.length > 0 ? [ids] : []
  let refusal: SourceFailure | undefined
  let isAnyConfirmed = false
  for (let call = 0; call < CONFIRMATIONS_PER_REQUEST; call += 1) {
    const some = open.pop()
    if (!some) break
    const answer = await ask(CONFIRM, { ids: some }, v.object({ confirmEvents: Mutation }))
    const refused = refusalOf(answer, 'confirmEvents', REFUSED)
    if (!refused) {
      isAnyConfirmed = true
      continue
    }
    if (refused.reason !== REFUSED) return refused
    refusal = refused
    const [event, ...others] = some
    const half = some.length / 2
    if (others.length > 0) open.push(some.slice(0, half), some.slice(half))
    else if (event !== undefined) faults.note(keyOf(event), REFUSED, { name: `event ${event}` })
  }
  return refusal && !isAnyConfirmed ? refusal : { kind: 'confirmed', isWhole: !refusal }
}

/** The batch without the events that Centra refused to remove a short time ago. They were read then. */
export function withoutRefused(batch: EventBatch, faults: ItemFaults): EventBatch {
  const isNew = (event: number) => !faults.isPutOff(keyOf(event))
  return {
    ...batch,
    sizes: new Map([...batch.sizes].filter(([event]) => isNew(event))),
    fullReading: new Map([...batch.fullReading].filter(([event]) => isNew(event))),
    unreadable: batch.unreadable.filter(isNew),
  }
}
