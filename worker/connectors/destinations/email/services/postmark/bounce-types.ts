/** What Postmark's types of bounces mean for an address. Pure. */
import type { Meaning } from '../events.ts'

/**
 * Postmark, "Bounce API: bounce types": name, code, meaning. A type that is temporary, or about one
 * mail only, means nothing for the address. A complaint or an unsubscribe request suppresses the address,
 * also if Postmark reports it as a bounce.
 */
const TYPES: readonly [name: string, code: number, Meaning][] = [
  ['HardBounce', 1, 'bounce'],
  // The server of the recipient could not take it yet.
  ['Transient', 2, 'nothing'],
  // An unsubscribe or remove request.
  ['Unsubscribe', 16, 'stop'],
  ['Subscribe', 32, 'nothing'],
  // An answer while somebody is away.
  ['AutoResponder', 64, 'nothing'],
  // The old address may still work; nobody is subscribed at another one without asking.
  ['AddressChange', 128, 'nothing'],
  ['DnsError', 256, 'nothing'],
  // A filter took this mail for spam or bulk: no person has said so.
  ['SpamNotification', 512, 'nothing'],
  ['OpenRelayTest', 1024, 'nothing'],
  ['Unknown', 2048, 'nothing'],
  ['SoftBounce', 4096, 'nothing'],
  ['VirusNotification', 8192, 'nothing'],
  // The recipient's system asks the sender to prove that it is a person.
  ['ChallengeVerification', 16_384, 'nothing'],
  ['BadEmailAddress', 100_000, 'bounce'],
  ['SpamComplaint', 100_001, 'complaint'],
  // The shop switched the address off in Postmark, and may switch it on again there.
  ['ManuallyDeactivated', 100_002, 'nothing'],
  ['Unconfirmed', 100_003, 'nothing'],
  // The provider refused the mail: its content, or a list on which the sender is.
  ['Blocked', 100_006, 'nothing'],
  ['SMTPApiError', 100_007, 'nothing'],
  ['InboundError', 100_008, 'nothing'],
  // The DNS of the sender forbids this way of sending.
  ['DMARCPolicy', 100_009, 'nothing'],
  ['TemplateRenderingFailed', 100_010, 'nothing'],
]

const BY_NAME = new Map(TYPES.map(([name, , meaning]) => [name.toLowerCase(), meaning]))
const BY_CODE = new Map(TYPES.map(([, code, meaning]) => [code, meaning]))

/** What a type means, by its name, else by its code; undefined for an unknown one. */
export const meaningOfType = (
  name: string | undefined,
  code: number | undefined,
): Meaning | undefined => BY_NAME.get(name?.toLowerCase() ?? '') ?? BY_CODE.get(code ?? 0)
