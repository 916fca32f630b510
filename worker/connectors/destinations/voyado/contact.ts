/** The contact of a person in Voyado: looked up by address, created when Voyado has none. */
import * as v from 'valibot'
import { each, needed } from '../../../lenient.ts'
import { type Answer, jsonIn, statusOf } from '../../answer.ts'
import { type Call, phoneOf } from '../call.ts'
import type { Outcome } from '../outcome.ts'
import { Id, idIn, isGood, type Send } from './api.ts'
import { contactBody, type Engage } from './bodies.ts'
import { go, type Step, stop, stopBecauseOf, stopUnreadable } from './step.ts'

/** What a contact is looked up by: the e-mail address, else the number. */
export type Address = { email: string } | { mobilePhone: string }

/** The address of a call; undefined when it has none. */
export function addressOf({ to }: Call): Address | undefined {
  if (to.email) return { email: to.email }
  const phone = phoneOf({ to })
  return phone ? { mobilePhone: phone } : undefined
}

/** Asks for the id of the contact with these values. */
export const lookUp = (send: Send, query: Record<string, string>) =>
  send('GET', `/contacts/id?${new URLSearchParams(query).toString()}`)

const Several = v.object({
  messageDetails: v.object({ multipleMatchesFound: each(needed(Id)) }),
})
const SEVERAL: Outcome = { kind: 'refused', reason: 'multiple_matches' }

/** The contacts with an address. `several`: Voyado has more than one, even if its answer lists only one. */
interface Found {
  ids: string[]
  several: boolean
}

/** Voyado answers with the id alone, as JSON; a gateway may strip the quotes. */
const OneId = v.union([
  v.pipe(
    v.object({ id: needed(Id) }),
    v.transform(({ id }) => id),
  ),
  needed(Id),
])
const BARE = /^\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*$/i

/** The id in a good answer; null when there is no contact, undefined when it cannot be read. */
function idOf(answer: Answer): string | null | undefined {
  const body = answer.answered ? answer.body : ''
  if (['', 'null', '""'].includes(body.trim())) return null
  return jsonIn(OneId, answer) ?? BARE.exec(body)?.[1]
}

/** The contacts with an address. Ends the call when Voyado has several but its answer lists none. */
export async function findContacts(send: Send, address: Address): Promise<Step<Found>> {
  const answer = await lookUp(send, address)
  const nobody = go<Found>({ ids: [], several: false })
  if (statusOf(answer) === 404) return nobody
  if (statusOf(answer) === 409) {
    const ids = jsonIn(Several, answer)?.messageDetails.multipleMatchesFound ?? []
    return ids.length > 0 ? go({ ids, several: true }) : stop(SEVERAL)
  }
  if (!isGood(answer)) return stopBecauseOf(answer)
  const id = idOf(answer)
  if (id === null) return nobody
  return id === undefined ? stopUnreadable() : go({ ids: [id], several: false })
}

/** The contact with an address; `whenSeveral` decides when there are several. */
async function chooseContact(
  { options, send }: Engage,
  address: Address,
): Promise<Step<string | undefined>> {
  const found = await findContacts(send, address)
  if (!found.ok) return found
  if (found.value.several && options.whenSeveral === 'refuse') return stop(SEVERAL)
  return go(found.value.ids[0])
}

/** The contact of a call, created when there is none. `fresh`: this call created it. */
export async function contactFor(
  engage: Engage,
  call: Call,
): Promise<Step<{ id: string; fresh?: boolean }>> {
  const address = addressOf(call)
  if (!address) return stop({ kind: 'refused', reason: 'no_address' })
  const known = await chooseContact(engage, address)
  if (!known.ok) return known
  if (known.value) return go({ id: known.value })

  const { source, storeExternalId } = engage.options
  const query = new URLSearchParams({ source, ...(storeExternalId && { storeExternalId }) })
  const made = await engage.send('POST', `/contacts?${query.toString()}`, contactBody(engage, call))
  const id = idIn(made)
  if (id) return go({ id, fresh: true })
  if (!isGood(made) && ![409, 422].includes(statusOf(made))) return stopBecauseOf(made)
  // Someone else may have created it in the meantime.
  const again = await chooseContact(engage, address)
  if (!again.ok) return again
  if (again.value) return go({ id: again.value })
  return isGood(made) ? stopUnreadable() : stopBecauseOf(made)
}
