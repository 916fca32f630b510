/** Options of the SMS destination: the shop's own list, told by SMS through Twilio. */
import * as v from 'valibot'
import { line, objectFault, whole } from '../../../../shared/text.ts'
import { baseUrl, common, rate } from '../options.ts'

const shaped = (shape: RegExp, code: string) =>
  v.pipe(
    line(60),
    v.check((text) => shape.test(text), code),
  )

/** Hours of the day, local to the number, in which nobody is told: from 21 to 8, say. */
export const QuietHours = v.pipe(
  v.strictObject({ from: whole(0, 23), to: whole(0, 23) }, objectFault),
  // With more, a country with many zones would have no hour left in which all of it is awake.
  v.check(({ from, to }) => {
    const length = (to - from + 24) % 24
    return length >= 1 && length <= 12
  }, 'quiet_hours_invalid'),
)
export type QuietHours = v.InferOutput<typeof QuietHours>

export const SmsOptions = v.strictObject(
  {
    type: v.literal('sms'),
    ...common('sms'),
    accountSid: shaped(/^AC[0-9a-fA-F]{32}$/, 'sid_invalid'),
    authToken: v.optional(line(200)),
    /** A number in E.164, a short code, or an alphanumeric sender of at most 11 characters. */
    from: v.optional(
      shaped(/^(\+\d{8,15}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/, 'sender_invalid'),
    ),
    messagingServiceSid: v.optional(shaped(/^MG[0-9a-fA-F]{32}$/, 'sid_invalid')),
    /**
     * How a message says that it can be stopped: by answering STOP, or by a link. Default: by a
     * link where `from` is alphanumeric, because nobody can answer it.
     */
    stopBy: v.optional(v.picklist(['reply', 'link'], 'choice_unknown')),
    quietHours: v.optional(v.union([v.literal(false), QuietHours], 'quiet_hours_invalid'), () => ({
      from: 21,
      to: 8,
    })),
    rate: rate({}),
    baseUrl: baseUrl('https://api.twilio.com'),
  },
  objectFault,
)
export type SmsOptions = v.InferOutput<typeof SmsOptions>
