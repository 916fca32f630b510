/** Mails hold in the clients that people have, as far as the kept tables of caniemail.com know them. */
import { caniemail, rawData } from 'caniemail'
import { describe, expect, it } from 'vitest'
import { TAGS } from '../../shared/languages/texts.ts'
import { contrastOf } from '../../worker/message/colour.ts'
import { everyMail, LOOKS, lookNamed } from '../mails.ts'
import { CLIENTS, UNKNOWN, UNSUPPORTED } from './clients.ts'

const NAMES = Object.keys(LOOKS) as (keyof typeof LOOKS)[]
const MAILS = NAMES.flatMap((look) =>
  // A language of each direction.
  ['en', 'ar'].flatMap((locale) =>
    Object.entries(everyMail(locale, lookNamed(look))).map(
      ([kind, { html }]) => [`${kind}, ${look}, ${locale}`, html] as const,
    ),
  ),
)

/** Gmail cuts a mail that is longer, with the links to unsubscribe (support.google.com, "message clipped"). */
const CLIPPED_BYTES = 102_000

const HIDING = [
  'display: none',
  'max-height: 0',
  'overflow: hidden',
  'opacity: 0',
  'font-size: 1px',
  'line-height: 1px',
  'mso-hide: all',
]

const pairs = (table: readonly (readonly [string, string[], ...unknown[]])[]): string[] =>
  table.flatMap(([feature, clients]) => clients.map((one) => `${feature}: ${one}`)).toSorted()

describe('the mails', () => {
  it('use nothing that a client lacks, except what does no harm there', () => {
    const unknown = fillGaps()
    const lacking = new Set<string>()
    const unsure = new Set<string>()
    // The looks and the languages do not differ in what they use, except for fonts.
    for (const [, html] of MAILS.filter(([name]) => /full, ar|dark, en/.test(name))) {
      const { issues } = caniemail({
        clients: CLIENTS as Parameters<typeof caniemail>[0]['clients'],
        html,
      })
      for (const [client, faults] of issues.errors) {
        for (const { title } of faults) lacking.add(`${title}: ${client}`)
      }
      for (const [client, faults] of issues.warnings) {
        for (const { title } of faults) {
          if (unknown.has(`${title}: ${client}`)) unsure.add(`${title}: ${client}`)
        }
      }
    }
    expect([...lacking].toSorted()).toEqual(pairs(UNSUPPORTED))
    expect([...unsure].toSorted()).toEqual(pairs(UNKNOWN))
  })

  it('say by themselves what they look like in light mode, and by a class what in dark mode', () => {
    for (const [, html] of MAILS) {
      const body = html.slice(html.indexOf('<body'))
      const coloured = [...body.matchAll(/<[^>]* class="(?!plate)(\w+)"[^>]*>/g)]
      expect(coloured.length).toBeGreaterThan(5)
      for (const [tag, name] of coloured) {
        expect(tag).toMatch(/style="[^"]*(?:background-)?color: #[\da-f]{6}/)
        expect(html).toContain(`.${name} { `)
      }
      // And no colour is without a class.
      const tags = [...body.matchAll(/<(?![^>]* class="plate)[^>]* style="[^"]*color: #[^>]*>/g)]
      expect(tags).toHaveLength(coloured.length)
    }
  })

  it('name their language and direction, every picture and every table', () => {
    for (const [, html] of MAILS) {
      const [, language, direction] = /<html lang="(\w+)" dir="(\w+)">/.exec(html) ?? []
      // Gmail keeps what is in the body, and not the body.
      expect(html).toContain(`<div lang="${language}" dir="${direction}"`)
      for (const [picture] of html.matchAll(/<img [^>]*>/g)) {
        expect(picture).toMatch(/ alt="[^"]+" width="\d+"/)
      }
      for (const [table] of html.matchAll(/<table[^>]*>/g)) {
        expect(table).toContain('role="presentation"')
      }
    }
  })

  it('have a button in a padded cell, which Outlook for Windows needs', () => {
    for (const [, html] of MAILS) {
      const buttons = [...html.matchAll(/class="label"/g)]
      const padded = [
        ...html.matchAll(/<td [^>]*mso-padding-alt: \d+px \d+px;"[^>]*><a [^>]*class="label"/g),
      ]
      expect(padded).toHaveLength(buttons.length)
    }
  })

  it('keep the preview out of sight where one way to hide it is dropped', () => {
    const news = MAILS.filter(([name]) => /^(alert|reminder|digest|closed)/.test(name))
    expect(news).toHaveLength(4 * 2 * NAMES.length)
    for (const [, html] of news) {
      const [, style = '', content = ''] =
        /<div class="unseen" style="([^"]*)">(.*?)<\/div>/s.exec(html) ?? []
      for (const way of HIDING) expect(style).toContain(way)
      // Its colour is almost the ground's, so that one pixel of it is not seen in any case.
      const [ground = ''] =
        /(?<=<body class="ground" style="background-color: )#\w+/.exec(html) ?? []
      const [colour = ''] = /(?<=^color: )#\w+/.exec(style) ?? []
      expect(contrastOf(colour, ground)).toBeLessThan(1.4)
      expect(content).toMatch(/(?:&#847;&zwnj;&nbsp;){90}$/)
    }
  })

  it('are shorter than what Gmail shows, in every language, with twenty products', () => {
    const sizes = TAGS.flatMap((locale) =>
      Object.values(everyMail(locale, lookNamed('full'), 20)).map(
        ({ html }) => new TextEncoder().encode(html).length,
      ),
    )
    expect(Math.max(...sizes)).toBeLessThan(CLIPPED_BYTES)
  })
})

/**
 * caniemail throws where its table has no entry for a client. Marks these as unknown (`u`, which it
 * counts as partial support), and returns them.
 */
function fillGaps(): Set<string> {
  const families = new Set(CLIENTS.map((glob) => glob.replace('.*', '')))
  const clients = new Set<string>()
  const each = rawData.data as { title: string; stats: Record<string, Record<string, object>> }[]
  for (const { stats } of each) {
    for (const family of families) {
      for (const version of Object.keys(stats[family] ?? {})) clients.add(`${family}.${version}`)
    }
  }
  const gaps = new Set<string>()
  for (const { title, stats } of each) {
    for (const client of clients) {
      const [family = '', version = ''] = client.split('.')
      const known = (stats[family] ??= {})
      if (known[version]) continue
      known[version] = { none: 'u' }
      gaps.add(`${title}: ${client}`)
    }
  }
  return gaps
}
