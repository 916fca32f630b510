/**
 * A web server for a shop's feeds and pages, with ETag, Last-Modified and conditional requests
 * (RFC 9110, 13.1). The first path segment names a scene; the part before `--` decides how it behaves.
 * `PUT /SCENE/PATH` sets the content of a path; `GET /SCENE/requests` lists the requests. A scene
 * `leads-to` redirects each path to the address that was put there.
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { type Fake, type FakeSystem, listen } from './upstream.ts'

interface File {
  body: Buffer
  type: string
  modified: string
}

export interface Asked {
  method: string
  path: string
  headers: Record<string, string>
  /** When the request came and when it was answered, in milliseconds since 1970. */
  at: number
  answeredAt: number
}

/** The user name and password of scenes `auth`. */
export const LOGIN = { username: 'shelf', password: 'feed:secret-1' }

// Pages have a server of their own, because all scenes of a server share one robots.txt.
export const fake: FakeSystem = { names: ['feed', 'page'], start }

/** Answers of scenes `never`: they end when somebody asks for `/SCENE/release`. */
const unfinished = new Map<string, ServerResponse[]>()

async function start(): Promise<Fake> {
  const files = new Map<string, File>()
  const asked = new Map<string, Asked[]>()
  const server = createServer((request, response) => void handle(request, response, files, asked))
  return listen(server)
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  files: Map<string, File>,
  asked: Map<string, Asked[]>,
) {
  const url = new URL(request.url ?? '/', 'http://feed')
  const [, scene = '', ...rest] = url.pathname.split('/')
  const path = `/${rest.join('/')}`
  const list = asked.get(scene) ?? []
  asked.set(scene, list)
  if (path === '/requests') return response.end(JSON.stringify(list))
  if (path === '/release') {
    for (const open of unfinished.get(scene) ?? []) open.destroy()
    return response.end()
  }
  if (request.method === 'PUT') {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { 'content-type': type = '', 'last-modified': modified } = request.headers
    const file = { body: Buffer.concat(parts), type, modified: modified ?? httpDate(new Date()) }
    files.set(scene + path, file)
    return response.writeHead(204).end()
  }
  const headers = request.headers as Record<string, string>
  const entry = { method: request.method ?? '', path, headers, at: Date.now(), answeredAt: 0 }
  list.push(entry)
  response.on('close', () => (entry.answeredAt = Date.now()))
  const kind = scene.split('--')[0] ?? ''
  if (kind === 'moved' && path === '/f') {
    return response.writeHead(302, { Location: `/${scene}/g` }).end()
  }
  if (kind === 'leads-to') {
    const to = files.get(scene + path)?.body.toString()
    return response.writeHead(to ? 302 : 404, to ? { Location: to } : {}).end()
  }
  if (kind === 'never') {
    unfinished.set(scene, [...(unfinished.get(scene) ?? []), response])
    return response.writeHead(200).write('[')
  }
  serve(kind, headers, files.get(scene + path), response)
}

function serve(
  kind: string,
  headers: Record<string, string>,
  file: File | undefined,
  response: ServerResponse,
) {
  if (kind === 'down') return response.writeHead(503, { 'Retry-After': '7' }).end('<html>')
  if (kind === 'gone-away') return response.destroy()
  if (kind === 'round') return response.writeHead(302, { Location: '#again' }).end()
  const login = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64')
  if (kind === 'auth' && headers['authorization'] !== `Basic ${login}`) {
    return response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="feed"' }).end()
  }
  if (!file) return response.writeHead(404).end()
  const etag = `"${createHash('sha256').update(file.body).digest('hex').slice(0, 16)}"`
  const tags = kind === 'dated' ? {} : { ETag: etag }
  const dates = kind === 'tagged' ? {} : { 'Last-Modified': file.modified }
  const validators = kind === 'bare' ? {} : { ...tags, ...dates }
  const known =
    'ETag' in validators && headers['if-none-match']
      ? headers['if-none-match'] === etag
      : 'Last-Modified' in validators && headers['if-modified-since'] === file.modified
  if (known) return response.writeHead(304, validators).end()
  if (kind === 'gzip') {
    const gzip = { 'Content-Encoding': 'gzip', 'Content-Type': file.type }
    return response.writeHead(200, { ...validators, ...gzip }).end(gzipSync(file.body))
  }
  if (kind === 'gz-file') {
    const type = { 'Content-Type': 'application/gzip' }
    return response.writeHead(200, { ...validators, ...type }).end(gzipSync(file.body))
  }
  response.writeHead(200, {
    ...validators,
    'Content-Type': file.type,
    ...(kind === 'cut-off' && { 'Content-Length': file.body.length + 100 }),
  })
  if (kind !== 'cut-off') return response.end(file.body)
  response.write(file.body)
  setTimeout(() => response.destroy(), 50)
}

const httpDate = (date: Date) => date.toUTCString()
