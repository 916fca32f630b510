/**
 * The names of all tests, read from their source: a name is the file's path under `test/`, the titles
 * of the groups and the test's own title, joined by ` › `. Nothing is run, so this takes a second.
 * What only a run can tell (a placeholder of `it.each`, a variable) stands for any text.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseSync } from 'vite'

const TESTS = resolve(import.meta.dirname, '../test')
const JOIN = ' › '

/** Any text: a NUL, which no title holds. */
const ANY = '\0'
const PLACEHOLDER = /%%|%[sdifjoO#]|\$[\w.#]+/g

/** A node of the syntax tree, as ESTree has it. */
interface Node {
  type: string
  [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

/** The titles of a test, from the outermost group on. */
type Titles = string[]

/** Answers whether a test, a group, a file or a folder of this name exists. */
export function nameFinder(root = TESTS): (name: string) => boolean {
  const files = globSync('{unit,worker,contract,browser,bench}/**/*.{test,spec}.{ts,tsx}', {
    cwd: root,
  })
  const known = new Map<string, RegExp[]>()
  const patternsOf = (file: string) => {
    const patterns = known.get(file) ?? titlesIn(resolve(root, file)).map(patternFor)
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

/** By file. */
const read = new Map<string, Titles[]>()

/** The tests that a file declares, itself or by calling what it imports from another of our files. */
function titlesIn(file: string): Titles[] {
  const before = read.get(file)
  if (before) return before
  const found: Titles[] = []
  // Noted before it is read: files that import each other come to an end.
  read.set(file, found)
  const { program } = parseSync(file, readFileSync(file, 'utf8'))
  const imported = new Map<string, string>()

  const walk = (value: unknown, groups: Titles): void => {
    if (Array.isArray(value)) for (const each of value) walk(each, groups)
    if (!isNode(value)) return
    if (value.type === 'ImportDeclaration') return note(value)
    const inner = value.type === 'CallExpression' ? declare(value, groups) : undefined
    for (const [key, each] of Object.entries(value)) {
      if (key !== 'parent') walk(each, inner ?? groups)
    }
  }

  /** Remembers which names come from which of our files. */
  const note = ({ source, specifiers }: Node) => {
    const from = isNode(source) ? String(source['value']) : ''
    if (!from.startsWith('.')) return
    for (const { local } of specifiers as { local: { name: string } }[]) {
      const path = resolve(dirname(file), from)
      if (path.startsWith(TESTS)) imported.set(local.name, path)
    }
  }

  /** Gives the groups inside a call that declares one; notes a test. */
  const declare = (call: Node, groups: Titles): Titles | undefined => {
    const chain = chainOf(call['callee'])
    const [name = ''] = chain
    const [title] = call['arguments'] as unknown[]
    const isGroup = name === 'describe' || (name === 'test' && chain[1] === 'describe')
    const isTest = ['it', 'test'].includes(name) && (chain[1] ?? 'each') === 'each'
    // `it.each(cases)` alone is the first half of a call.
    const isWhole = chain[1] !== 'each' || chain.length > 2
    if (isGroup && isWhole && title) return [...groups, textOf(title)]
    if (isTest && isWhole && title) found.push([...groups, textOf(title)])
    const from = imported.get(name)
    if (from && chain.length === 1) {
      found.push(...titlesIn(from).map((titles) => [...groups, ...titles]))
    }
    return undefined
  }

  walk(program, [])
  return found
}

/** What is called: `['it', 'each', '()']` for `it.each(cases)('title', …)`. */
function chainOf(callee: unknown): string[] {
  if (!isNode(callee)) return []
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
      return []
  }
}

/** A title as it is written, with `ANY` for what is not. */
function textOf(title: unknown): string {
  if (!isNode(title)) return ANY
  if (title.type === 'Literal') return String(title['value']).replaceAll(PLACEHOLDER, ANY)
  if (title.type !== 'TemplateLiteral') return ANY
  const quasis = title['quasis'] as { value: { cooked: string } }[]
  return quasis.map(({ value }) => value.cooked.replaceAll(PLACEHOLDER, ANY)).join(ANY)
}
