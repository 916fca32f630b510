/** Options of the SMS destination: the shop's own list, notified by SMS through Twilio. */
import * as v from 'valibot'
import { line, strictObject, whole } from '../../../../shared/text.ts'
import { baseUrl, rate, secret } from '../../options.ts'
import { common } from '../options.ts'

const shaped = (shape: RegExp, code: string) => v.pipe(line(60), v.regex(shape, code))

/** Hours of the day, local to the number, without messages: from 21 to 8, for example. */
export const QuietHours = v.pipe(
  strictObject({ from: whole(0, 23), to: whole(0, 23) }),
  // With more than twelve, a country with many time zones would have no hour left.
  v.check(({ from, to }) => {
    const length = (to - from + 24) % 24
    return length >= 1 && length <= 12
  }, 'quiet_hours_invalid'),
)

export const SmsOptions = strictObject({
  type: v.literal('sms'),
  ...common('sms'),
  accountSid: shaped(/^AC[0-9a-fA-F]{32}$/, 'sid_invalid'),
  authToken: secret,
  /** A number in E.164, a short code, or an alphanumeric sender of at most 11 characters. */
  from: v.optional(
    shaped(/^(\+\d{8,15}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/, 'sender_invalid'),
  ),
  messagingServiceSid: v.optional(shaped(/^MG[0-9a-fA-F]{32}$/, 'sid_invalid')),
  /**
   * How a message offers to stop: by answering STOP, or by a link. Default: a link when `from` is
   * alphanumeric, because nobody can answer a name.
   */
  stopBy: v.optional(v.picklist(['reply', 'link'], 'choice_unknown')),
  quietHours: v.optional(v.union([v.literal(false), QuietHours], 'quiet_hours_invalid'), () => ({
    from: 21,
    to: 8,
  })),
  rate: rate({}),
  baseUrl: baseUrl('https://api.twilio.com'),
})
export type SmsOptions = v.InferOutput<typeof SmsOptions>

/** Whether a message offers a link to stop. */
export const stopsByLink = ({ stopBy, from }: SmsOptions): boolean =>
  stopBy ? stopBy === 'link' : /[A-Za-z]/.test(from ?? '')

/** What to do about the codes of this schema and this destination alone. */
export const faultTexts = {
  quiet_hours_invalid: 'Use false, or from and to as two hours of the day, at most 12 hours apart.',
  sender_invalid:
    'Use a number that starts with +, a short code, or a name of at most 11 letters and digits.',
  sender_second: 'Give one sender: from or messagingServiceSid.',
  sid_invalid: 'Use the SID as Twilio shows it, for example AC and 32 hexadecimal digits.',
}
