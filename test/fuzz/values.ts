/** Random values of the kinds that break programs, and random changes to a body. */
import * as fc from 'fast-check'

/** A value within a value, as deep as that. */
function deep(depth: number, around: (inner: unknown) => unknown): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level += 1) value = around(value)
  return value
}

/** Texts and values that others choke on. */
const TRAPS: unknown[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  'a\udc00b',
  '\u202Egnp.exe',
  '\u200B',
  'x'.repeat(250),
  '../../etc/passwd',
  '%00%ff',
  "' OR 1=1 --",
  '"><script>alert(1)</script>',
  'javascript:alert(1)',
  'https://evil.example/',
  'https://acme.example/p?x=1',
  'http://[::1]/',
  '__proto__',
  'constructor',
  'toString',
  '$.a"]',
  'NaN',
  '1e999',
  '-1',
  '2026-13-45T99:99:99Z',
  'zz-ZZ-zz',
  'sv-se',
  '👩‍👩‍👧‍👦',
  '\r\nBcc: x@example.com',
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.1,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  [],
  {},
  [[]],
  [null],
  { toString: null, valueOf: 1 },
  deep(60, (inner) => [inner]),
  deep(3000, (inner) => ({ not: inner })),
  JSON.parse('{"__proto__":{"admin":true}}'),
]

/** Any value that JSON can hold, often one of the traps. */
export const aValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...TRAPS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
)

/**
 * A copy of a body with one change: the value replaces what the steps lead to, or is added under a new
 * key. Each step is the number of a key, counted round.
 */
export function changed(body: unknown, steps: readonly number[], value: unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined || typeof body !== 'object' || body === null) return value
  const keys = Object.keys(body)
  // One step beyond the last key adds a new one; a list only ever grows at its end.
  const at = step % (keys.length + 1)
  const key = keys[at] ?? (Array.isArray(body) ? String(keys.length) : 'unheardOf')
  const before = (body as Record<string, unknown>)[key]
  const after = changed(before, rest, value)
  if (Array.isArray(body)) return body.toSpliced(Number(key), 1, after)
  return { ...body, [key]: after }
}

/** Any text, often one of the traps. */
export const aText: fc.Arbitrary<string> = fc.oneof(
  aValue.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)
