/**
 * The examples of a page: its `sh` blocks, and after each call with `curl -i` an `http` block with the
 * answer. They run in one shell, as a reader would paste them, so a later block may use what an earlier one
 * has set.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Example {
  code: string
  /** The answer that the page shows; undefined if it shows none. */
  shown: string | undefined
}

/** A fenced block: its language and its text. */
const blocksOf = (text: string) =>
  [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }))

/** The examples of a page in their order. Throws if a call shows no answer, or an answer has no call. */
export function examplesIn(page: string): Example[] {
  const blocks = blocksOf(readFileSync(page, 'utf8')).filter(({ language }) =>
    ['sh', 'http'].includes(language),
  )
  return blocks.flatMap(({ language, code }, index): Example[] => {
    const before = blocks[index - 1]
    const after = blocks[index + 1]
    if (language === 'http') {
      if (before?.language === 'sh' && before.code.includes('curl -i')) return []
      throw new Error(`${page}: no call has this answer:\n${code}`)
    }
    if (!code.includes('curl -i')) return [{ code, shown: undefined }]
    if (after?.language === 'http') return [{ code, shown: after.code }]
    throw new Error(`${page}: this call shows no answer:\n${code}`)
  })
}

const MARK = '--- next example ---'

/** What each example prints, in one shell. Throws if a command fails. */
export function outputsOf(examples: Example[], from: string, to: string): string[] {
  const script = examples.map(
    ({ code }) => `${code.replaceAll(from, to)}\nprintf '\\n%s\\n' '${MARK}'`,
  )
  const printed = execFileSync('bash', ['-c', ['set -eo pipefail', ...script].join('\n')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return printed.split(`\n${MARK}\n`).slice(0, -1)
}

/** An answer as `curl -i` prints it. */
export interface Answer {
  status: number
  headers: Map<string, string>
  /** Parsed if it is JSON. */
  body: unknown
}

/** Reads an answer, or the part of one that a page shows. */
export function answerIn(text: string): Answer {
  const [head = '', ...rest] = text.replaceAll('\r\n', '\n').split('\n\n')
  const [first = '', ...lines] = head.trim().split('\n')
  const body = rest.join('\n\n').trim()
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]),
    headers: new Map(
      lines.map((line): [string, string] => {
        const [name = '', value = ''] = line.split(/: (.*)/)
        return [name.toLowerCase(), value]
      }),
    ),
    body: /^[[{"]/.test(body) ? JSON.parse(body) : body,
  }
}

/** Whether a value is what a page shows. `…` stands for any value, and within a text for any part of it. */
function fits(shown: unknown, value: unknown): boolean {
  if (shown === '…') return true
  if (typeof shown === 'string' && typeof value === 'string') {
    const pattern = shown.split('…').map(RegExp.escape).join('.*')
    return new RegExp(`^${pattern}$`, 's').test(value)
  }
  if (typeof shown !== 'object' || typeof value !== 'object' || !shown || !value) {
    return shown === value
  }
  const [expected, actual] = [Object.entries(shown), new Map(Object.entries(value))]
  return (
    Array.isArray(shown) === Array.isArray(value) &&
    expected.length === actual.size &&
    expected.every(([name, each]) => actual.has(name) && fits(each, actual.get(name)))
  )
}

/** Whether an answer is the one that a page shows: its status, its whole body, and the headers that stand there. */
export const isShown = (shown: Answer, actual: Answer): boolean =>
  shown.status === actual.status &&
  [...shown.headers].every(([name, value]) => fits(value, actual.headers.get(name))) &&
  fits(shown.body, actual.body)
