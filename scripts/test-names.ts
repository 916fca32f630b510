/**
 * The names of all tests, read from their source: a name is the file's path under `test/`, the titles
 * of the groups and the test's own title, joined by ` › `. No test runs, so this takes a second.
 * A part that only a run knows (a placeholder of `it.each`, a variable) matches any text.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseSync } from 'vite'

const TESTS = resolve(import.meta.dirname, '../test')
const JOIN = ' › '

/** Stands for any text: a NUL character, which no title contains. */
const ANY = '\0'
const PLACEHOLDER = /%%|%[sdifjoO#]|\$[\w.#]+/g

/** A node of the syntax tree (ESTree). */
interface Node {
  type: string
  [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

/** The titles of a test, from the outermost group on. */
type Titles = string[]

/** Returns a function that says whether a test, a group, a file or a folder of a name exists. */
export function nameFinder(root = TESTS): (name: string) => boolean {
  const files = globSync('{unit,worker,contract,browser,bench}/**/*.{test,spec}.{ts,tsx}', {
    cwd: root,
  })
  const known = new Map<string, RegExp[]>()
  const patternsOf = (file: string) => {
    const patterns =
      known.get(file) ?? testsIn(resolve(root, file)).map(({ titles }) => patternFor(titles))
    known.set(file, patterns)
    return patterns
  }
  return (name) => {
    const [path = '', ...titles] = name.split(JOIN)
    if (titles.length === 0) return files.some((file) => `${file}/`.startsWith(`${path}/`))
    if (!files.includes(path)) return false
    return patternsOf(path).some((pattern) => pattern.test(titles.join(JOIN)))
  }
}

/** Matches the name of a test and of each group around it. */
function patternFor(titles: Titles): RegExp {
  const [first = '', ...inner] = titles.map((title) =>
    title.split(ANY).map(RegExp.escape).join('.*'),
  )
  const rest = inner.reduceRight(
    (after, title) => `(?:${RegExp.escape(JOIN)}${title}${after})?`,
    '',
  )
  return new RegExp(`^${first}${rest}$`, 's')
}

/** A test, and the function that declares it, if one does. */
interface Declared {
  titles: Titles
  by: string | undefined
}

/** Cache of `testsIn`, by file. */
const read = new Map<string, Declared[]>()

/** The tests that a file declares, itself or through a function of another test file. */
function testsIn(file: string): Declared[] {
  const before = read.get(file)
  if (before) return before
  const found: Declared[] = []
  // Cached before it is read, so that files that import each other do not loop.
  read.set(file, found)
  const { program } = parseSync(file, readFileSync(file, 'utf8'))
  const imported = new Map<string, string>()

  let by: string | undefined

  const walk = (value: unknown, groups: Titles): void => {
    if (Array.isArray(value)) for (const each of value) walk(each, groups)
    if (!isNode(value)) return
    if (value.type === 'ImportDeclaration') return note(value)
    if (value.type === 'FunctionDeclaration' && !by && isNode(value['id'])) {
      by = String(value['id']['name'])
      walk(value['body'], groups)
      by = undefined
      return
    }
    const inner = value.type === 'CallExpression' ? declare(value, groups) : undefined
    for (const [key, each] of Object.entries(value)) {
      if (key !== 'parent') walk(each, inner ?? groups)
    }
  }

  /** Records which imported names come from which test files. */
  const note = ({ source, specifiers }: Node) => {
    const from = isNode(source) ? String(source['value']) : ''
    if (!from.startsWith('.')) return
    for (const { local } of specifiers as { local: { name: string } }[]) {
      const path = resolve(dirname(file), from)
      if (path.startsWith(TESTS)) imported.set(local.name, path)
    }
  }

  /** Returns the titles within a call that declares a group; records a call that declares a test. */
  const declare = (call: Node, groups: Titles): Titles | undefined => {
    const chain = chainOf(call['callee'])
    const [name = ''] = chain
    const [title] = call['arguments'] as unknown[]
    const isGroup = name === 'describe' || (name === 'test' && chain[1] === 'describe')
    const isTest = ['it', 'test'].includes(name) && (chain[1] ?? 'each') === 'each'
    // `it.each(cases)` alone is only the inner call of `it.each(cases)(title, …)`.
    const isWhole = chain[1] !== 'each' || chain.length > 2
    if (isGroup && isWhole && title) return [...groups, textOf(title)]
    if (isTest && isWhole && title) found.push({ titles: [...groups, textOf(title)], by })
    const from = imported.get(name)
    if (from && chain.length === 1) {
      const called = testsIn(from).filter((one) => one.by === name)
      found.push(...called.map(({ titles }) => ({ titles: [...groups, ...titles], by })))
    }
    return undefined
  }

  walk(program, [])
  return found
}

/** The callee as a list: `['it', 'each', '()']` for `it.each(cases)('title', …)`. */
function chainOf(callee: unknown): string[] {
  // Not empty: `/…/.test(text)` declares no test.
  if (!isNode(callee)) return ['']
  switch (callee.type) {
    case 'Identifier':
      return [String(callee['name'])]
    case 'MemberExpression':
      return [...chainOf(callee['object']), ...chainOf(callee['property'])]
    case 'CallExpression':
      return [...chainOf(callee['callee']), '()']
    case 'TaggedTemplateExpression':
      return [...chainOf(callee['tag']), '()']
    default:
      return ['']
  }
}

/** A title as written, with `ANY` for each computed part. */
function textOf(title: unknown): string {
  if (!isNode(title)) return ANY
  if (title.type === 'Literal') return String(title['value']).replaceAll(PLACEHOLDER, ANY)
  if (title.type !== 'TemplateLiteral') return ANY
  const quasis = title['quasis'] as { value: { cooked: string } }[]
  return quasis.map(({ value }) => value.cooked.replaceAll(PLACEHOLDER, ANY)).join(ANY)
}
