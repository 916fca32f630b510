/**
 * Writes shared/languages/all.ts: a list of the language folders, because a Worker cannot read them
 * at run time. `npm run languages` after a folder was added; `--check` fails when the list is stale.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../shared/languages')

/** What a language consists of: a file and an export of the same name. */
const PARTS = ['consent', 'form', 'mail', 'pages', 'sms']

/** The tags of all languages: the names of the folders, sorted. */
export async function languageTags(): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
}

/** The text of all.ts, formatted as oxfmt does it. */
function listOf(tags: string[]): string {
  const name = (tag: string, part: string) => `${part}_${tag.replaceAll('-', '_')}`
  const key = (tag: string) => (tag.includes('-') ? `'${tag}'` : tag)
  const imports = tags.flatMap((tag) =>
    PARTS.map((part) => `import { ${part} as ${name(tag, part)} } from './${tag}/${part}.ts'`),
  )
  const entries = tags.map((tag) =>
    [`  ${key(tag)}: {`, ...PARTS.map((part) => `    ${part}: ${name(tag, part)},`), '  },'].join(
      '\n',
    ),
  )
  return [
    '/** Every language, by its tag. Written by `npm run languages`: do not edit. */',
    ...imports,
    "import type { Language } from './words.ts'",
    '',
    'export const LANGUAGES = {',
    ...entries,
    '} satisfies Record<string, Language>',
    '',
  ].join('\n')
}

if (import.meta.main) {
  const file = join(folder, 'all.ts')
  const list = listOf(await languageTags())
  const old = await readFile(file, 'utf8').catch(() => '')
  if (!process.argv.includes('--check')) await writeFile(file, list)
  else if (old !== list) {
    console.error('shared/languages/all.ts is stale. Run `npm run languages`.')
    process.exitCode = 1
  }
}
