/** What becomes of reminders that are due. Pure. */
import { hasRoomToday } from '../match/enough.ts'
import { reminding } from '../shop/rules.ts'
import type { ShopSettings } from '../shop/settings.ts'

/** Why a reminder is not sent: a short, stable code. */
export type DropReason =
  /** The address is suppressed over every channel of the reminder. */
  | 'suppressed'
  /** The person withdrew the consent, or it allows no further message. */
  | 'no_consent'
  | 'bought'
  /** The person got another message about the variant since, or one is on its way. */
  | 'superseded'
  /** The shop ended the restock or closed the list. */
  | 'ended'
  | 'not_offered'
  | 'not_sellable'
  /** The shop sends no reminders any more, or fewer; or its destination cannot send them. */
  | 'not_planned'

/** Why a reminder is not sent now. `stopped`: the shop stopped the restock, so it waits. */
export type WhyNot = DropReason | 'stopped'

/** A reminder that is due. */
export interface Due {
  id: string
  number: 1 | 2
  contact_id: string
  destination: string
  sku: string
  why: Exclude<WhyNot, 'not_planned'> | null
  /** How many messages the person got today, or is about to get. */
  today: number
}

/** Whether the shop, as its settings are now, still plans a reminder. */
export const isPlanned = (
  settings: ShopSettings,
  { number, destination }: { number: number; destination: string },
): boolean =>
  number <= (settings.reminders?.afterHours.length ?? 0) &&
  reminding(settings).includes(destination)

/** What becomes of the reminders that are due. */
export interface Taken {
  send: Due[]
  /** The person has enough messages today. */
  tomorrow: Due[]
  stopped: Due[]
  dropped: { row: Due; reason: DropReason }[]
}

/** Decides on reminders that are due, the oldest first. */
export function decide(settings: ShopSettings, due: readonly Due[]): Taken {
  const taken: Taken = { send: [], tomorrow: [], stopped: [], dropped: [] }
  const chosen = new Map<string, number>()
  for (const row of due) {
    const { contact_id: contact, why, today } = row
    const before = today + (chosen.get(contact) ?? 0)
    if (!isPlanned(settings, row)) taken.dropped.push({ row, reason: 'not_planned' })
    else if (why === 'stopped') taken.stopped.push(row)
    else if (why !== null) taken.dropped.push({ row, reason: why })
    else if (!hasRoomToday(before, 1, settings.limits.messagesPerPersonPerDay))
      taken.tomorrow.push(row)
    else {
      taken.send.push(row)
      chosen.set(contact, (chosen.get(contact) ?? 0) + 1)
    }
  }
  return taken
}

/** How many reminders were dropped, by reason. */
export const countDropped = (dropped: Taken['dropped']): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(dropped, ({ reason }) => reason)].map(([reason, some]) => [
      reason,
      some.length,
    ]),
  )
