/** The shop's team: who gets mails about the shop itself, and about what. Pure. */
import * as v from 'valibot'
import { Email } from '../../shared/email.ts'
import { line, strictObject } from '../../shared/text.ts'
import { NOTICE_KINDS, type NoticeKind } from '../message/notice.tsx'

const Notices = strictObject(
  Object.fromEntries(
    NOTICE_KINDS.map((kind) => [kind, v.optional(v.boolean('not_a_boolean'))]),
  ) as Record<NoticeKind, v.OptionalSchema<v.BooleanSchema<'not_a_boolean'>, undefined>>,
)

/** The body of `POST /v1/team`: who, and which mails they get. Every mail that is not named is on. */
export const NewMember = strictObject({
  email: Email,
  name: v.optional(line(100)),
  notices: v.optional(Notices, {}),
})
export type NewMember = v.InferOutput<typeof NewMember>

/** The body of `PATCH /v1/team/:id`. What is left out stays. */
export const MemberChange = strictObject({
  name: v.optional(line(100)),
  notices: v.optional(Notices, {}),
})
export type MemberChange = v.InferOutput<typeof MemberChange>

/** A member of the team, as the API shows them. */
export interface Member {
  id: string
  email: string
  name?: string
  /** Whether they pressed the button in the mail that asked them. Until then they get no other mail. */
  confirmed: boolean
  notices: Record<NoticeKind, boolean>
  createdAt: string
}

/** The mails that are off, after a change to those that were. */
export function offAfter(
  off: NoticeKind[],
  change: Partial<Record<NoticeKind, boolean | undefined>>,
) {
  return NOTICE_KINDS.filter((kind) =>
    change[kind] === undefined ? off.includes(kind) : !change[kind],
  )
}
