/** What the shop may ask about a whole list: move its people to another variant, or close it. */
import * as v from 'valibot'
import { ExternalId, line, Locale, Sku, strictObject } from '../../shared/text.ts'
import { Reason } from './rules.ts'

const JobId = line(100)

/** The people who wait for a variant wait for another one from now on. */
export const MoveBody = strictObject({
  to: Sku,
  id: v.optional(JobId),
  reason: v.optional(Reason),
  locale: v.optional(Locale),
  externalId: v.optional(ExternalId),
})
export type MoveBody = v.InferOutput<typeof MoveBody>

/** The variant will not come back: the list is emptied, with one last message or without. */
export const CloseBody = strictObject({
  message: v.boolean('not_a_boolean'),
  alternative: v.optional(Sku),
  id: v.optional(JobId),
  reason: v.optional(Reason),
})
export type CloseBody = v.InferOutput<typeof CloseBody>

/** A row of `list_job`. Times are milliseconds since 1970. */
export interface ListJob {
  shop_id: string
  id: string
  kind: 'move' | 'close'
  sku: string
  /** Empty: all. */
  locale: string
  external_id: string
  /** Of `move`: the other variant. Of `close`: the one that the message names. */
  to_sku: string | null
  /** Of `close`: whether people get a last message. */
  message: number
  /** Subscriptions whose id is lower are of this job; later ones are not. */
  until: string
  /** When it goes on; null if it is done. */
  due_at: number | null
  /** How many subscriptions are done. */
  people: number
}

/** The id of a job whose caller gave none: the same wish has the same one. */
export const derivedId = (
  kind: ListJob['kind'],
  {
    sku,
    to = '',
    locale = '',
    externalId = '',
  }: Record<'sku', string> & Partial<Record<'to' | 'locale' | 'externalId', string>>,
): string => JSON.stringify([kind, sku, to, locale, externalId])
