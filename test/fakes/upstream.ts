/**
 * The server behind every fake. The first segment of a path names a scene, so that all tests share
 * one server: `/SCENE--ID/…` is answered as `/…` in that scene. Some scenes are the same for every
 * platform; the platform's own file, its `Book`, answers all others. `GET /SCENE--ID/requests` lists
 * what a scene received, in order.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { record } from './record.ts'

/** A server on loopback. */
export interface Fake {
  url: string
  close: () => void
}

/** The export `fake` of a file in test/fakes/, which setup.ts finds and starts. */
export interface FakeSystem {
  /** Starts a server of its own for each name. Default: the name of the file. */
  names?: readonly string[]
  start(): Promise<Fake>
}

export interface Received {
  method: string
  /** With the query. */
  path: string
  /** The path with the scene: signatures may cover it. */
  target: string
  headers: Record<string, string>
  /** The body as it arrived. */
  text: string
  /** The body, parsed when it is JSON. */
  body: unknown
  /** ISO 8601 */
  at: string
  /** The address of the scene. */
  base: string
}

export interface Answer {
  status: number
  headers?: Record<string, string>
  /** Sent as JSON, unless it is text. */
  body?: unknown
}

export interface Book {
  /** Answers a request as strictly as the platform would. `before`: what this scene received so far. */
  answer(request: Received, scene: string, before: Received[]): Answer | Promise<Answer>
  /** The platform's own body of an error, if it has one. */
  error?(status: number): unknown
}

// How many requests a scene that recovers fails first.
const FAILS = 1

function common(scene: string, before: Received[], book: Book): Answer | 'hang' | undefined {
  const error = (status: number, headers = {}): Answer => ({
    status,
    headers,
    body: book.error?.(status),
  })
  const first = before.length < FAILS
  if (scene === 'throttled' && first) return error(429, { 'Retry-After': '3600' })
  if (scene === 'throttled-plainly' && first) return error(429)
  if (scene === 'busy-at-first' && first) return error(503, { 'Retry-After': '5' })
  if (scene === 'server-error') return error(500)
  if (scene === 'edge-html') {
    const headers = { 'Content-Type': 'text/html' }
    return { status: 502, headers, body: '<html>Bad gateway</html>' }
  }
  if (scene === 'empty-error') return { status: 400 }
  if (scene === 'hanging') return 'hang'
  const status = /^answers-(\d{3})$/.exec(scene)?.[1]
  return status ? error(Number(status)) : undefined
}

/** Starts a server that answers according to a book. */
export async function startUpstream(book: Book): Promise<Fake> {
  const scenes = new Map<string, Received[]>()

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, scene = '', ...rest] = (request.url ?? '/').split('/')
    const received = scenes.get(scene) ?? []
    scenes.set(scene, received)
    const path = `/${rest.join('/')}`
    if (path === '/requests') return send(response, { status: 200, body: received })
    let text = ''
    for await (const chunk of request) text += chunk
    const one: Received = {
      method: request.method ?? '',
      path,
      target: request.url ?? '/',
      headers: request.headers as Record<string, string>,
      text,
      body: parsed(text),
      at: new Date().toISOString(),
      base: `http://${request.headers.host}/${scene}`,
    }
    const before = [...received]
    received.push(one)
    record({ request: one })
    const kind = scene.split('--')[0] ?? ''
    const answer = common(kind, before, book) ?? (await book.answer(one, kind, before))
    if (answer !== 'hang') send(response, answer)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      send(response, { status: 599, body: `the fake broke: ${String(error)}` })
    })
  })
  return listen(server)
}

/** Lets a server listen on a free port of loopback. */
export async function listen(server: Server): Promise<Fake> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function send(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const json = body !== undefined && typeof body !== 'string'
  response.writeHead(status, { ...(json && { 'Content-Type': 'application/json' }), ...headers })
  response.end(json ? JSON.stringify(body) : body)
}
