/** The parts of mails and answers that several mail services share. Pure. */
import type { Answer } from '../../../answer.ts'
import type { Finding } from '../../contract.ts'
import type { Mail } from './contract.ts'

/** The headers that let a mail client offer to unsubscribe (RFC 8058). */
export const stopHeaders = ({ unsubscribe }: Mail): Record<string, string> => ({
  'List-Unsubscribe': `<${unsubscribe}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
})

/** The same headers as pairs of `Name` and `Value`. */
export const stopHeaderList = (mail: Mail): { Name: string; Value: string }[] =>
  Object.entries(stopHeaders(mail)).map(([Name, Value]) => ({ Name, Value }))

/** `Acme <stock@acme.example>`; the name is quoted when its characters need it (RFC 5322, 3.4). */
export const mailbox = ({ email, name }: Mail['from']): string =>
  /[()<>[\]:;@\\,."]/.test(name) ? quotedMailbox({ email, name }) : `${name} <${email}>`

/** The same with a quoted name. */
export const quotedMailbox = ({ email, name }: Mail['from']): string =>
  `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}" <${email}>`

/** The domain of an address. */
export const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1)

/** A short stable reason from a service's name of an error; else the status. */
export const reasonOf = (status: number, name: string | undefined): string =>
  name && /^\w{1,60}$/.test(name) ? name : `http_${status}`

/** The finding that a service did not accept the key (`detail` says what to do), or was silent. */
export const keyRefused = (answer: Answer, detail: string): Finding => ({
  what: 'key',
  ok: false,
  detail: answer.answered
    ? `${detail} (${answer.status})`
    : 'There was no answer. Try again in a minute.',
})
