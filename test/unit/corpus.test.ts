/** What the Worker reads of each page of the corpus. test/browser/39_pages asserts the same of the widget. */
import { describe, expect, it } from 'vitest'
import { readPage } from '../../shared/page/read.ts'
import { collect } from '../../worker/connectors/sources/page/collect.ts'
import { type Expected, flat, NOW } from '../fixtures/pages.ts'

const pages = import.meta.glob<string>('../fixtures/pages/*/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const answers = import.meta.glob<Expected>('../fixtures/pages/*/*.json', {
  import: 'default',
  eager: true,
})

const nameOf = (path: string) => path.replace(/^.*\/pages\/|\.\w+$/g, '')
const corpus = Object.entries(answers).map(([path, expected]) => ({
  name: nameOf(path),
  html: pages[path.replace(/json$/, 'html')] ?? '',
  ...expected,
}))

describe('the Worker reads each page of the corpus as the widget does', () => {
  it('finds a page for each answer and an answer for each page', () => {
    expect(Object.keys(pages).map(nameOf)).toEqual(corpus.map(({ name }) => name))
    expect(corpus.length).toBeGreaterThan(200)
  })

  it.each(corpus)('$name: $shows', async ({ html, address, own, words = [] }) => {
    const reading = readPage(await collect(html, address), NOW)
    expect(reading.own.map(flat)).toEqual(own)
    expect(reading.unknownWords).toEqual(words)
  })
})
