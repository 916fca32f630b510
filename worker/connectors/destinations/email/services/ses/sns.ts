/**
 * Whether a message comes from Amazon SNS. SNS signs some of its fields with the key of a
 * certificate, which lies on a host of SNS ("Verifying the signatures of Amazon SNS messages").
 */
import * as v from 'valibot'
import { isLocal } from '../../../../../env.ts'
import { statusOf } from '../../../../answer.ts'
import { callUpstream } from '../../../../client.ts'
import { readCertificate } from './certificate.ts'

const common = {
  Message: v.string(),
  MessageId: v.string(),
  Timestamp: v.string(),
  TopicArn: v.string(),
  SignatureVersion: v.picklist(['1', '2']),
  Signature: v.string(),
  SigningCertURL: v.string(),
}

/** A message of SNS. A topic with raw message delivery would send only the event, unsigned. */
export const SnsMessage = v.variant('Type', [
  v.object({
    Type: v.literal('Notification'),
    Subject: v.optional(v.nullable(v.string())),
    ...common,
  }),
  v.object({
    Type: v.picklist(['SubscriptionConfirmation', 'UnsubscribeConfirmation']),
    SubscribeURL: v.string(),
    Token: v.string(),
    ...common,
  }),
])
export type SnsMessage = v.InferOutput<typeof SnsMessage>

/** Whether an address leads to SNS; in local development also to a loopback server. */
export function isOfSns(env: Env, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, hostname, username, password } = new URL(address)
  if (username || password) return false
  if (isLocal(env) && protocol === 'http:' && hostname === '127.0.0.1') return true
  return protocol === 'https:' && /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(host)
}

/** Whether SNS signed a message. `now` is in milliseconds since 1970. */
export async function isSignedBySns(env: Env, message: SnsMessage, now: number): Promise<boolean> {
  const { SigningCertURL: url, SignatureVersion, Signature } = message
  if (!isOfSns(env, url) || !new URL(url).pathname.endsWith('.pem')) return false
  const certificate = await certificateAt(url)
  const signature = bytesOf(Signature)
  if (!certificate || !signature) return false
  const { spki, validFrom, validTo } = certificate
  if (now < validFrom || now > validTo) return false
  const hash = SignatureVersion === '1' ? 'SHA-1' : 'SHA-256'
  const rsa = { name: 'RSASSA-PKCS1-v1_5', hash }
  try {
    const key = await crypto.subtle.importKey('spki', spki, rsa, false, ['verify'])
    const signed = new TextEncoder().encode(signedText(message))
    return await crypto.subtle.verify(rsa, key, signature, signed)
  } catch {
    // The certificate has a key of another kind.
    return false
  }
}

/** The fields that are signed, in the order of their names, each name and value on its own line. */
function signedText(message: SnsMessage): string {
  const { Message, MessageId, Timestamp, TopicArn, Type } = message
  const fields =
    message.Type === 'Notification'
      ? { Message, MessageId, Subject: message.Subject, Timestamp, TopicArn, Type }
      : {
          Message,
          MessageId,
          SubscribeURL: message.SubscribeURL,
          Timestamp,
          Token: message.Token,
          TopicArn,
          Type,
        }
  return Object.entries(fields)
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('')
}

// SNS has one certificate for each region. A new certificate has a new address.
const KEPT_CERTIFICATES = 50
const certificates = new Map<string, NonNullable<ReturnType<typeof readCertificate>>>()

async function certificateAt(url: string) {
  const kept = certificates.get(url)
  if (kept) return kept
  const answer = await callUpstream(url)
  if (!answer.answered || statusOf(answer) !== 200) return undefined
  const read = readCertificate(answer.body)
  if (read) {
    if (certificates.size >= KEPT_CERTIFICATES) certificates.clear()
    certificates.set(url, read)
  }
  return read
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(base64)
  } catch {
    return undefined
  }
}
