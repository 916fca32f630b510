/**
 * A server whose answers never end: status 200, and then data for as long as somebody reads.
 * `GET /SCENE/sent` says how many bytes a scene has sent, and whether it is still sending.
 */
import { createServer, type ServerResponse } from 'node:http'
import { type Fake, type FakeSystem, listen } from './upstream.ts'

/** What a scene has sent so far. */
export interface SentBytes {
  bytes: number
  open: number
}

const CHUNK = Buffer.alloc(64 * 1024, ' ')

export const fake: FakeSystem = { start }

async function start(): Promise<Fake> {
  const scenes = new Map<string, SentBytes>()
  const server = createServer((request, response) => {
    const [, scene = '', path = ''] = new URL(request.url ?? '/', 'http://endless').pathname.split(
      '/',
    )
    const sent = scenes.get(scene) ?? { bytes: 0, open: 0 }
    scenes.set(scene, sent)
    if (path === 'sent') return response.end(JSON.stringify(sent))
    request.resume()
    response.writeHead(200, { 'Content-Type': 'application/json' })
    sent.open += 1
    response.on('close', () => (sent.open -= 1))
    return pour(response, sent)
  })
  return listen(server)
}

/** Sends as fast as the other side reads. */
function pour(response: ServerResponse, sent: SentBytes): void {
  while (!response.destroyed) {
    sent.bytes += CHUNK.length
    if (!response.write(CHUNK)) break
  }
  if (!response.destroyed) response.once('drain', () => pour(response, sent))
}
