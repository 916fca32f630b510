/** What can be held of every language: its keys, its places, its marks, its SMS, its stop words. */
import { SegmentedMessage } from 'sms-segments-calculator'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../shared/languages/all.ts'
import { fill } from '../../shared/languages/fill.ts'
import { directionOf, languageOf } from '../../shared/languages/look-up.ts'
import { isStopWord, STOP } from '../../shared/languages/stop-words.ts'
import { itemOf, TAGS, textsFor } from '../../shared/languages/texts.ts'
import type { Language } from '../../shared/languages/words.ts'
import { DAY_MS, PENDING_LIFE_MS } from '../../worker/limits.ts'
import { renderSms, segmentsOf } from '../../worker/message/sms.ts'

const ALL: Record<string, Language> = LANGUAGES

/** Every text of a language by its path, without the lists of stop words. */
function textsOf(tag: string): [path: string, text: string][] {
  const texts: [string, string][] = []
  const walk = (path: string, value: unknown) => {
    if (typeof value === 'string') texts.push([path, value])
    else if (!Array.isArray(value) && value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) walk(path ? `${path}.${key}` : key, inner)
    }
  }
  walk('', ALL[tag])
  return texts
}

const placesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
const english = new Map(textsOf('en'))
const bare = (text: string) => text.replaceAll(/\{\w+\}/g, '')
const capitalsIn = (text: string) =>
  text.match(/(?<![\p{sc=Latn}{])[A-Z]{4,}(?!\p{sc=Latn})/gu) ?? []

/** Seven, in digits or in the word of any of the languages. */
const SEVEN =
  /7|seven|sieben|sju|syv|seitsemän|zeven|sept|siete|sete|sette|siedem|siedm|sedm|yedi|七|سبعة/

describe.each(TAGS)('%s', (tag) => {
  const texts = textsOf(tag)
  const words = ALL[tag] ?? LANGUAGES.en
  const [language = ''] = tag.split('-')
  /** The texts with a fault, so that a failure shows them. */
  const faulty = (fault: (text: string, path: string) => boolean) =>
    texts.filter(([path, text]) => fault(text, path))

  it('has every text that English has, and no other', () => {
    expect(texts.map(([path]) => path)).toEqual([...english.keys()])
    expect(faulty((text) => text === '' || text !== text.trim())).toEqual([])
    expect(words.form.language).toBe(tag)
  })

  it('uses the places that English uses', () => {
    const placed = (text = '') => placesIn(text).toSorted().join()
    expect(faulty((text, path) => placed(text) !== placed(english.get(path)))).toEqual([])
  })

  it('counts nothing in words, so that it needs no plural forms', () => {
    // A sign is the same in every category of `Intl.PluralRules`.
    const shape = /^(\{count\} × \{item\}|\{item\} × \{count\})$/
    const counting = faulty((text) => placesIn(text).includes('count'))
    expect(counting.map(([path]) => path)).toEqual(['pages.manage.quantity'])
    expect(counting.filter(([, text]) => !shape.test(text))).toEqual([])
  })

  it('leaves nothing in English', () => {
    const same = faulty((text, path) => /\p{L}/u.test(bare(text)) && english.get(path) === text)
    // “(optional)” is German, too.
    const known = tag === 'en' ? same.map(([path]) => path) : tag === 'de' ? ['form.optional'] : []
    expect(same.map(([path]) => path)).toEqual(known)
  })

  it('has no straight quote, no three dots, no doubled space, and none before a mark', () => {
    const plain = (path: string) => path.startsWith('sms.')
    expect(faulty((text, path) => !plain(path) && /['"]|\.\.\.| :/.test(text))).toEqual([])
    expect(faulty((text) => / {2}| [.,;!?，。、；！？）]/.test(text))).toEqual([])
  })

  it('says seven days, which is how long a request may be confirmed', () => {
    expect(PENDING_LIFE_MS).toBe(7 * DAY_MS)
    const { intro, introUnnamed, why } = words.mail.confirmation
    for (const text of [intro, introUnnamed, why, words.pages.confirm.gone]) {
      expect(text).toMatch(SEVEN)
    }
  })

  it('names what is agreed to: the shop, and the word or the link that ends it', () => {
    const { email, sms, smsByLink, smsAmerican } = words.consent
    for (const text of [email, sms, smsByLink, smsAmerican]) expect(text).toContain('{shop}')
    for (const text of [sms, smsAmerican]) expect(capitalsIn(text)).toContain(STOP)
    expect(capitalsIn(smsAmerican)).toContain('HELP')
    expect(capitalsIn(smsByLink)).not.toContain(STOP)
    expect(new Set([email, sms, smsByLink, smsAmerican]).size).toBe(4)
  })

  it('asks in an SMS for a word that is heard', () => {
    const asked = capitalsIn(words.sms.byReply)
    expect(asked).toEqual([STOP])
    expect(asked.every(isStopWord)).toBe(true)
    expect(capitalsIn(words.sms.byLink)).toEqual([])
  })

  it('is heard when somebody says in it to stop, also with “please”', () => {
    const { stopWords, please } = words.sms
    expect(stopWords.length).toBeGreaterThan(3)
    const said = stopWords.flatMap((word) => [
      word,
      ` ${word.toUpperCase()}! `,
      ...please.flatMap((polite) => [`${polite}, ${word}`, `${word} ${polite}.`]),
    ])
    expect(said.filter((message) => !isStopWord(message))).toEqual([])
  })

  it('writes an SMS that is no longer than it has to be', () => {
    const product = { title: 'T-shirt', variantTitle: 'M', url: 'https://acme.example/p' }
    const link = `https://shelfbell.example.workers.dev/r/${'x'.repeat(44)}`
    const alert = { shop: 'Acme', locale: tag, product, link }
    const text = renderSms(alert)
    const latin = !['ar', 'ja', 'ko', 'zh'].includes(language)
    expect(new SegmentedMessage(text).encodingName).toBe(latin ? 'GSM-7' : 'UCS-2')
    expect(segmentsOf(text)).toBeLessThanOrEqual(latin ? 1 : 3)
    const stop = link.replace('/r/', '/u/')
    expect(segmentsOf(renderSms({ ...alert, stop }))).toBeLessThanOrEqual(latin ? 2 : 4)
    expect(text).not.toMatch(/[{}]/)
  })
})

describe('the marks of a script', () => {
  const faulty = (tag: string, fault: RegExp, without = 'none') =>
    textsOf(tag).filter(([path, text]) => !path.startsWith(without) && fault.test(text))

  it.each(['ja', 'zh-Hans', 'zh-Hant'])('are full-width in %s', (tag) => {
    const half =
      /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}][,;:?!()]|[,;:?!()][\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u
    expect(faulty(tag, half)).toEqual([])
  })

  it('are Arabic in Arabic', () => expect(faulty('ar', /[,;?]/)).toEqual([]))

  it('keep to their word in French: U+00A0, and U+202F before a question mark', () => {
    const loose = /[^\u00a0]:(?!\/)|[^\u202f][?!;]|«(?!\u00a0)|[^\u00a0]»/
    expect(faulty('fr', loose, 'sms.')).toEqual([])
  })

  it('come in pairs in Spanish', () => {
    const count = (text: string, mark: string) => text.split(mark).length
    const odd = textsOf('es').filter(
      ([, text]) => count(text, '¿') !== count(text, '?') || count(text, '¡') !== count(text, '!'),
    )
    expect(odd).toEqual([])
  })
})

describe('the folders', () => {
  it('are more than the languages of the start, each under its own tag', () => {
    expect(TAGS).toEqual(
      'ar cs da de en es fi fr it ja ko nb nl pl pt pt-BR sv tr zh-Hans zh-Hant'.split(' '),
    )
    for (const tag of TAGS) expect(Intl.getCanonicalLocales(tag)).toEqual([tag])
  })
})

describe('the language of a tag', () => {
  it.each([
    ['sv', 'sv'],
    ['sv-SE', 'sv'],
    ['SV-se', 'sv'],
    ['de-CH', 'de'],
    ['de-DE-u-co-phonebk', 'de'],
    ['no', 'nb'],
    ['no-NO', 'nb'],
    ['nn', 'nb'],
    ['nn-NO', 'nb'],
    ['nb-NO', 'nb'],
    ['pt', 'pt'],
    ['pt-PT', 'pt'],
    ['pt-BR', 'pt-BR'],
    ['pt-br', 'pt-BR'],
    ['es-419', 'es'],
    ['fr-CA', 'fr'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-MO', 'zh-Hant'],
    ['zh-Hant', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['he', undefined],
    ['nonsense', undefined],
    ['constructor', undefined],
    ['', undefined],
    ['*', undefined],
    ['sv_SE', undefined],
  ])('%j is %s', (tag, language) => {
    expect(languageOf(tag, TAGS)).toBe(language)
    expect(textsFor(tag).language).toBe(language ?? 'en')
  })

  it('is taken as it is written before it is taken as it is meant', () => {
    expect(languageOf('nn-NO', ['nb', 'nn'])).toBe('nn')
    expect(languageOf('nb-NO', ['nn', 'nb'])).toBe('nb')
    expect(languageOf('nb', ['no'])).toBe('no')
    expect(languageOf('nn', ['no'])).toBe('no')
    expect(languageOf('zh-HK', ['zh-TW', 'zh-HK'])).toBe('zh-HK')
    expect(languageOf('zh-Hant', ['zh-CN', 'zh-TW'])).toBe('zh-TW')
    expect(languageOf('en-GB', ['en', 'en-GB'])).toBe('en-GB')
  })
})

describe('the direction of a language', () => {
  it.each([
    ['ar', 'rtl'],
    ['ar-EG', 'rtl'],
    ['AR', 'rtl'],
    ['he', 'rtl'],
    ['he-IL', 'rtl'],
    ['fa', 'rtl'],
    ['ur-PK', 'rtl'],
    ['arn', 'ltr'],
    ['en', 'ltr'],
    ['zh-Hant', 'ltr'],
    ['', 'ltr'],
  ])('%j is %s', (tag, direction) => expect(directionOf(tag)).toBe(direction))
})

describe('a text with places', () => {
  it('takes a value as it is, also one that looks like a place', () => {
    expect(fill('{shop}: {item}', { shop: '{item}', item: '$& $1' })).toBe('{item}: $& $1')
  })

  it('keeps a place that has no value', () => expect(fill('{shop}', {})).toBe('{shop}'))

  it('names a product with its variant by the marks of the language', () => {
    const tee = { title: 'Tee', variantTitle: 'M' }
    expect(itemOf(LANGUAGES.en, tee)).toBe('Tee, M')
    expect(itemOf(LANGUAGES.ar, tee)).toBe('Tee، M')
    expect(itemOf(LANGUAGES.ja, tee)).toBe('Tee（M）')
    expect(itemOf(LANGUAGES.ja, { title: 'Tee' })).toBe('Tee')
  })
})

describe('a message that says stop', () => {
  it.each([
    'STOP',
    'Stop.',
    'stop please',
    'Please stop!',
    'STOP 🙏',
    'S T O P'.replaceAll(' ', ''),
    'opt-out',
    'Opt out, thanks',
    'STOPP',
    'Bitte abmelden',
    'ARRÊT',
    'arret',
    'BAJA',
    'KONIEC',
    'rezygnuje',
    'IPTAL',
    'İPTAL',
    'إيقاف',
    'ايقاف',
    '停止',
    '수신거부',
    '退订',
  ])('%j is heard', (message) => expect(isStopWord(message)).toBe(true))

  it.each([
    '',
    '   ',
    '👍',
    '12345',
    'Fine',
    'Please',
    'Thanks',
    'Do not stop',
    'When does it stop raining?',
    'I want to stop by the shop',
    'stopover',
    'START',
    'HELP',
    'Is it back?',
  ])('%j is not one', (message) => expect(isStopWord(message)).toBe(false))
})
