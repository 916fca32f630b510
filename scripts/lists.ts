/**
 * `npm run lists`: sends a file of any length to a shop in pieces, and loads a shop's lists into files.
 *
 *     npm run lists -- import FILE --url URL --key sk_… --format klaviyo [--dry-run] [--name …] [--mapping JSON]
 *     npm run lists -- export waiting.csv --url URL --key sk_… --out FILE
 *
 * Without `--key` the key is SHELFBELL_KEY, which no list of processes shows. An import that was stopped goes on
 * where it stopped if the command is given again: its id comes from the file and the options.
 */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { lookAt, type Piece, pieces } from './lists-pieces.ts'

/** A shop's Worker, and a secret key of the shop. */
export interface Door {
  url: string
  key: string
}

/** How a file is imported: the parameters of `POST /v1/lists/import` that are the same for all pieces. */
export interface ImportOptions extends Door {
  format: string
  name?: string | undefined
  id?: string | undefined
  dryRun?: boolean
  /** `mapping`, `timeZone`, `dates` and `confirmed`, as in docs/list-format.md. */
  more?: Record<string, string>
  /** Called after each piece. */
  progress?: (piece: number, lines: number) => void
}

/** What became of a file: the sums over its pieces. */
export interface Sums {
  lines: number
  new: number
  already: number
  consents: number
  suppressions: number
  skipped: Record<string, number>
}

/** The outcome of an import. `shown`: skipped lines, a hundred at most, each with its number and the reason. */
export interface Imported extends Sums {
  id: string
  pieces: number
  shown: [line: number, reason: string][]
}

const TRIES = 8
const LONGEST_WAIT_MS = 60_000
const PATIENCE_MS = 120_000
const SHOWN = 100

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms))

/** Whether the same request may succeed later. */
const isPassing = (status: number): boolean => status === 429 || status >= 500

/** Calls the API; tries again after 429, 5xx and faults of the network. Throws after the last try. */
async function call(door: Door, path: string, init: RequestInit = {}): Promise<Response> {
  const url = new URL(path, door.url)
  for (let tried = 1; ; tried += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a try follows another
    const answer = await fetch(url, {
      ...init,
      headers: { Authorization: `Bearer ${door.key}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: unknown) => error as Error)
    if (!(answer instanceof Error) && !isPassing(answer.status)) return answer
    if (tried === TRIES) {
      const why = answer instanceof Error ? answer.message : `it answers ${answer.status}`
      throw new Error(`${url.host}: ${why}`)
    }
    const asked = answer instanceof Error ? 0 : Number(answer.headers.get('Retry-After')) * 1000
    // oxlint-disable-next-line no-await-in-loop -- as above
    await pause(Math.min(Math.max(asked || 0, 500 * 2 ** (tried - 1)), LONGEST_WAIT_MS))
  }
}

/** The answer as JSON; throws what the problem document says if it is none of success. */
async function json<T>(answer: Response): Promise<T> {
  if (answer.ok) return (await answer.json()) as T
  throw new Error(`${answer.status}: ${(await answer.text()).slice(0, 2000)}`)
}

/** Imports a file in pieces, in order. Pieces that an earlier call stored are not sent again. */
export async function importFile(file: string, options: ImportOptions): Promise<Imported> {
  const { format, dryRun = false, more = {} } = options
  const looked = await lookAt(file)
  const name = (options.name ?? basename(file)).slice(0, 100)
  const how = createHash('sha256').update(JSON.stringify([looked.sha256, name, format, more]))
  const id = options.id ?? how.digest('hex').slice(0, 32)
  const path = `/v1/lists/imports/${encodeURIComponent(id)}`
  const state = async () => {
    const answer = await call(options, path)
    return answer.status === 404 ? undefined : json<{ pieces: number[]; counts: Sums }>(answer)
  }
  const stored = new Set(dryRun ? [] : (await state())?.pieces)
  const sum = empty()
  const shown: Imported['shown'] = []
  let count = 0
  const tooLong: number[] = []
  for await (const piece of pieces(file, looked, (line) => tooLong.push(line))) {
    count += 1
    if (stored.has(piece.number)) continue
    const answer = await send(options, piece, { ...more, id, name, format, dryRun: `${dryRun}` })
    add(sum, answer)
    shown.push(...answer.shown.slice(0, SHOWN - shown.length))
    options.progress?.(piece.number, sum.lines)
  }
  const all = dryRun ? sum : ((await state())?.counts ?? sum)
  if (tooLong.length > 0) {
    all.lines += tooLong.length
    all.skipped['line_too_long'] = (all.skipped['line_too_long'] ?? 0) + tooLong.length
    for (const line of tooLong.slice(0, SHOWN - shown.length)) shown.push([line, 'line_too_long'])
  }
  return { ...all, id, pieces: count, shown }
}

async function send(
  door: Door,
  { number, line, text }: Piece,
  query: Record<string, string>,
): Promise<Sums & Pick<Imported, 'shown'>> {
  const asked = new URLSearchParams({ ...query, piece: `${number}`, line: `${line}` })
  const answer = await call(door, `/v1/lists/import?${asked}`, { method: 'POST', body: text })
  return json(answer)
}

const empty = (): Sums => ({
  lines: 0,
  new: 0,
  already: 0,
  consents: 0,
  suppressions: 0,
  skipped: {},
})

function add(sum: Sums, one: Sums): void {
  for (const key of ['lines', 'new', 'already', 'consents', 'suppressions'] as const) {
    sum[key] += one[key]
  }
  for (const [reason, n] of Object.entries(one.skipped)) {
    sum.skipped[reason] = (sum.skipped[reason] ?? 0) + n
  }
}

/**
 * Loads a list, such as `waiting.csv` or `everything.ndjson`, into a file, which appears only when it is whole.
 * A list in lines is compared with its checksum.
 */
export async function exportFile(list: string, out: string, door: Door): Promise<void> {
  const answer = await call(door, `/v1/lists/${encodeURIComponent(list)}`)
  if (!answer.ok) await json(answer)
  const part = `${out}.part`
  try {
    await pipeline(bytesOf(answer), createWriteStream(part, { mode: 0o600 }))
    // Throws if the file was cut.
    await lookAt(part)
    await rename(part, out)
  } finally {
    await rm(part, { force: true })
  }
}

/** The body of an answer, as it comes. */
async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a part follows another
    const part = await reader?.read()
    if (!part || part.done) return
    yield part.value
  }
}

const USAGE = `npm run lists -- import FILE --url URL --key sk_… --format FORMAT [--name NAME] [--id ID]
                     [--dry-run] [--mapping JSON] [--time-zone ZONE] [--dates dmy|mdy] [--confirmed]
npm run lists -- export LIST.csv|LIST.ndjson --url URL --key sk_… --out FILE`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      key: { type: 'string', default: process.env['SHELFBELL_KEY'] ?? '' },
      format: { type: 'string' },
      name: { type: 'string' },
      id: { type: 'string' },
      out: { type: 'string' },
      mapping: { type: 'string' },
      'time-zone': { type: 'string' },
      dates: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      confirmed: { type: 'boolean', default: false },
    },
  })
  const [verb, what] = positionals
  const { url, key, format, out, mapping, dates } = values
  if (!what || !url || !key) throw new Error(USAGE)
  if (verb === 'export' && out) {
    await exportFile(what, out, { url, key })
    console.log(`${what} is in ${out}`)
    return
  }
  if (verb !== 'import' || !format) throw new Error(USAGE)
  const imported = await importFile(what, {
    url,
    key,
    format,
    name: values.name,
    id: values.id,
    dryRun: values['dry-run'],
    more: {
      ...(mapping && { mapping }),
      ...(values['time-zone'] && { timeZone: values['time-zone'] }),
      ...(dates && { dates }),
      ...(values.confirmed && { confirmed: 'true' }),
    },
    progress: (piece, lines) => console.error(`piece ${piece}: ${lines} lines so far`),
  })
  console.log(JSON.stringify(imported, null, 2))
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
