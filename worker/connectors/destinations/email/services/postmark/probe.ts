/** What Postmark says about the token and the message stream. */
import * as v from 'valibot'
import { callUpstream } from '../../../../client.ts'
import { jsonIn, statusOf } from '../../../../answer.ts'
import type { Finding } from '../../../contract.ts'
import { keyRefused } from '../mail.ts'
import type { PostmarkOptions } from './options.ts'

const Server = v.object({
  DeliveryType: v.optional(v.string()),
  TrackOpens: v.optional(v.nullable(v.boolean())),
  TrackLinks: v.optional(v.nullable(v.string())),
})

/** Reads the server of the token and its message stream. */
export async function probe(
  { baseUrl, serverToken = '', messageStream }: PostmarkOptions,
  from: string,
): Promise<Finding[]> {
  const headers = { 'X-Postmark-Server-Token': serverToken, Accept: 'application/json' }
  const server = await callUpstream(`${baseUrl}/server`, { headers })
  if (statusOf(server) !== 200) {
    const detail =
      'Postmark does not accept the token. Copy the server’s token, under API Tokens of the server.'
    return [keyRefused(server, detail)]
  }
  const { DeliveryType, ...tracks } = jsonIn(Server, server) ?? {}
  const sandbox = DeliveryType === 'Sandbox'
  const path = `${baseUrl}/message-streams/${encodeURIComponent(messageStream)}`
  const ok = statusOf(await callUpstream(path, { headers })) === 200
  return [
    { what: 'key', ok: true, detail: 'Postmark accepts the token.' },
    ...(sandbox ? [SANDBOX] : []),
    trackingFinding(tracks),
    {
      what: 'stream',
      ok,
      detail: ok
        ? `The server has the message stream ${messageStream}.`
        : `The server has no message stream ${messageStream}. Copy its id in Postmark.`,
    },
    {
      what: 'sender',
      ok: true,
      detail: `Not asked: a server’s token cannot see whether ${from} is a confirmed sender. Look in Postmark under Sender Signatures.`,
    },
  ]
}

/** A mail cannot switch off the tracking of its server (Postmark, "Tracking opens per email"). */
function trackingFinding({
  TrackOpens: opens,
  TrackLinks: links = 'None',
}: Omit<v.InferOutput<typeof Server>, 'DeliveryType'>): Finding {
  const ok = !opens && (links === null || links === 'None')
  return {
    what: 'tracking',
    ok,
    detail: ok
      ? 'The server tracks neither opens nor links.'
      : 'The server tracks opens or links, whatever a mail says. Switch both off in Postmark, under Settings of the server.',
  }
}

const SANDBOX: Finding = {
  what: 'mode',
  ok: false,
  detail: 'The server is a sandbox: it delivers nothing. Use the token of a live server.',
}
