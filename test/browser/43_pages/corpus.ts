/** The corpus of test/fixtures/pages, as files. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Expected } from '../../fixtures/pages.ts'

const FOLDER = join(import.meta.dirname, '../../fixtures/pages')

export interface Page extends Expected {
  name: string
  html: string
}

const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8')

/** All pages, by their names: `json-ld/trailing-comma`. */
export const corpus = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .toSorted()
    .map((file): [string, Page] => {
      const name = file.replace(/\.html$/, '')
      const expected = JSON.parse(read(`${name}.json`)) as Expected
      return [name, { name, html: read(file), ...expected }]
    }),
)
