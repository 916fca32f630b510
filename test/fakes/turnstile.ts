/**
 * Cloudflare Turnstile as a server on loopback: `POST /turnstile/v0/siteverify`, as strict as its
 * documents, and `GET /turnstile/v0/api.js`, a small stand-in for the browser's script. The scene
 * before the path is optional: without one, `/turnstile/requests` lists what was received. How
 * Turnstile detects bots is not simulated.
 *
 * Scenes besides the common ones, for `siteverify` alone, so that the script still loads:
 * `says-CODE` always answers with that error code, `once-CODE` the first time; `broken` answers 500;
 * `answer-lost` consumes the first token and answers 502.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { DUMMY, KEYS, readToken } from './turnstile-token.ts'
import { type Answer, type FakeSystem, type Received, startUpstream } from './upstream.ts'

const TEST_SECRET = /^([123])x0{31}AA$/
const TOKEN_CHARACTERS = 2048
const TOKEN_LIFE_MS = 300_000

const Question = v.strictObject({
  secret: v.optional(v.string()),
  response: v.optional(v.string()),
  remoteip: v.optional(v.pipe(v.string(), v.ip())),
  idempotency_key: v.optional(v.pipe(v.string(), v.uuid())),
})

interface Said {
  success: boolean
  'error-codes': string[]
  [field: string]: unknown
}

const fault = (code: string): Said => ({ success: false, 'error-codes': [code], messages: [] })

/** The answer to a request that arrived at `at`, after the requests in `before`. */
function verify({ body, headers, at }: Received, before: Received[]): Said {
  if (!/^application\/json(;|$)/.test(headers['content-type'] ?? '')) return fault('bad-request')
  const read = v.safeParse(Question, body)
  if (!read.success) return fault('bad-request')
  const { secret, response, idempotency_key: key } = read.output
  if (!secret) return fault('missing-input-secret')
  const test = TEST_SECRET.exec(secret)?.[1]
  if (!test && secret !== KEYS.secret) return fault('invalid-input-secret')
  if (!response) return fault('missing-input-response')
  if (test) return verifyDummy(test, response, at)

  const said = (one: Received) => v.safeParse(Question, one.body)
  const again = before.findIndex((one) => {
    const { output, success } = said(one)
    return success && key && output.idempotency_key === key && output.response === response
  })
  const first = before[again]
  if (first) return verify(first, before.slice(0, again))

  const check = response.length <= TOKEN_CHARACTERS ? readToken(response) : undefined
  if (check?.siteKey !== KEYS.siteKey) return fault('invalid-input-response')
  const old = Date.parse(at) - Date.parse(check.at) >= TOKEN_LIFE_MS
  const spent = before.some((one, index) => {
    const { output, success } = said(one)
    return success && output.response === response && verify(one, before.slice(0, index)).success
  })
  if (old || spent) return fault('timeout-or-duplicate')
  const { hostname, action } = check
  return { success: true, challenge_ts: check.at, hostname, 'error-codes': [], action, cdata: '' }
}

// As the real service answers: a host name of its own, and no action.
function verifyDummy(test: string, response: string, at: string): Said {
  const metadata = { result_with_testing_key: true }
  if (test === '3') return { ...fault('timeout-or-duplicate'), metadata }
  if (test === '2' || response !== DUMMY) return { ...fault('invalid-input-response'), metadata }
  return {
    success: true,
    'error-codes': [],
    challenge_ts: at,
    hostname: 'example.com',
    metadata,
  }
}

const SCRIPT = { 'Content-Type': 'application/javascript; charset=UTF-8' }

function answer(request: Received, scene: string, received: Received[]): Answer {
  const name = /\/turnstile\/v0\/([\w.]+)(\?|$)/.exec(request.target)?.[1]
  if (name === 'api.js') {
    const body = readFileSync(join(import.meta.dirname, 'turnstile-api.js'), 'utf8')
    return { status: request.method === 'GET' ? 200 : 405, headers: SCRIPT, body }
  }
  if (name !== 'siteverify') return { status: 404 }
  if (request.method !== 'POST') return { status: 405 }
  const before = received.filter(({ path }) => path.includes('siteverify'))
  if (scene === 'broken') return { status: 500 }
  if (scene === 'answer-lost' && before.length === 0) return { status: 502, body: '<html></html>' }
  const [, when, code = ''] = /^(says|once)-(.+)$/.exec(scene) ?? []
  if (when === 'says' || (when === 'once' && before.length === 0)) {
    return { status: 200, body: fault(code) }
  }
  return { status: 200, body: verify(request, before) }
}

export const fake: FakeSystem = { start: () => startUpstream({ answer }) }
