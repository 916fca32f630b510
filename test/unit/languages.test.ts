/** What can be held of every language: its keys, its places, its marks, its SMS, its stop words. */
import { SegmentedMessage } from 'sms-segments-calculator'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../shared/languages/all.ts'
import { fill } from '../../shared/languages/fill.ts'
import { directionOf, languageOf } from '../../shared/languages/look-up.ts'
import { saysStart, saysStop, STOP } from '../../shared/languages/stop-words.ts'
import { itemOf, TAGS, textsFor } from '../../shared/languages/texts.ts'
import type { Language } from '../../shared/languages/words.ts'
import { localeIn } from '../../shared/locale.ts'
import { Locale } from '../../shared/text.ts'
import { DAY_MS, PENDING_LIFE_MS } from '../../worker/limits.ts'
import { renderConfirmSms, renderListSms, renderSms, segmentsOf } from '../../worker/message/sms.ts'

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
    const { intro, introSeveral, why } = words.mail.confirmation
    for (const text of [intro, introSeveral, why, words.pages.confirm.gone]) {
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
    const asked = capitalsIn(words.sms.stopByReply)
    expect(asked).toEqual([STOP])
    expect(asked.every(saysStop)).toBe(true)
    expect(capitalsIn(words.sms.stopByLink)).toEqual([])
    const wide = (text: string) =>
      text.replaceAll(/[!-~]/g, (one) => String.fromCodePoint(one.charCodeAt(0) + 0xfee0))
    const { please } = words.sms
    const said = asked.flatMap((word) => [
      word.toLowerCase(),
      wide(word),
      wide(word.toLowerCase()),
      `${word} Acme`,
      `Acme ${word}`,
      ...['“', '«', '「', '【', "'", '*'].map((mark) => `${mark}${word}${mark}`),
      ...['.', '!', '。', '！', '…', '\u200b', '\u200f', '\n'].map((mark) => `${word}${mark}`),
      ...please.map((polite) => `${wide(word)} ${polite}`),
    ])
    expect(said.filter((one) => !saysStop(one))).toEqual([])
  })

  it('stops messages in this language, also with “please”', () => {
    const { stopWords, stopPhrases, please } = words.sms
    expect(stopWords.length).toBeGreaterThan(3)
    expect(stopPhrases.length).toBeGreaterThan(9)
    expect(
      stopPhrases.map((phrase) => `Hmm, ${phrase} ...`).filter((one) => !saysStop(one)),
    ).toEqual([])
    const said = stopWords.flatMap((word) => [
      word,
      ` ${word.toUpperCase()}! `,
      ...please.flatMap((polite) => [`${polite}, ${word}`, `${word} ${polite}.`]),
    ])
    expect(said.filter((message) => !saysStop(message))).toEqual([])
  })

  it('writes an SMS that is no longer than it has to be', () => {
    const product = { title: 'T-shirt', variantTitle: 'M', url: 'https://acme.example/p' }
    const link = `https://shelfbell.example.workers.dev/r/${'x'.repeat(44)}`
    const alert = { shop: 'Acme', locale: tag, product, link }
    const text = renderSms('alert', alert)
    const latin = !['ar', 'ja', 'ko', 'zh'].includes(language)
    expect(new SegmentedMessage(text).encodingName).toBe(latin ? 'GSM-7' : 'UCS-2')
    expect(segmentsOf(text)).toBeLessThanOrEqual(latin ? 1 : 3)
    const stop = link.replace('/r/', '/u/')
    expect(segmentsOf(renderSms('alert', { ...alert, stop }))).toBeLessThanOrEqual(latin ? 2 : 4)
    expect(text).not.toMatch(/[{}]/)

    const alternative = { product: { ...product, title: 'Mug' }, link }
    const others = [
      renderSms('reminder', alert),
      renderSms('closed', alert),
      renderSms('closed', { ...alert, alternative }),
      renderSms('alert', { ...alert, also: [alternative] }),
    ]
    expect(others.map((one) => new SegmentedMessage(one).encodingName)).toEqual(
      others.map(() => (latin ? 'GSM-7' : 'UCS-2')),
    )
    // A second link takes a second segment.
    const most = latin ? [1, 1, 2, 2] : [3, 2, 3, 4]
    for (const [index, one] of others.entries()) {
      expect(segmentsOf(one)).toBeLessThanOrEqual(most[index] ?? 0)
      expect(one).not.toMatch(/[{}]|undefined/)
      expect(one).toContain(words.sms.stopByReply)
    }

    const list = renderListSms({ ...alert, link: link.replace('/r/', '/m/') })
    const confirm = renderConfirmSms({ ...alert, link: link.replace('/r/', '/c/') })
    for (const one of [confirm, list]) {
      expect(new SegmentedMessage(one).encodingName).toBe(latin ? 'GSM-7' : 'UCS-2')
      expect(segmentsOf(one)).toBeLessThanOrEqual(latin ? 1 : 3)
      expect(one).not.toMatch(/[{}]/)
    }
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
    ['sv_SE', 'sv'],
    ['zh_Hant_TW', 'zh-Hant'],
    ['{{ lang }}', undefined],
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
    expect(languageOf('pt-BR', ['pt', 'pt_BR'])).toBe('pt_BR')
  })
})

describe('a locale', () => {
  it.each([
    ['sv-SE', 'sv-SE'],
    ['sv_se', 'sv-SE'],
    [' SV-se ', 'sv-SE'],
    ['zh_Hant_TW', 'zh-Hant-TW'],
    ['ZH_TW', 'zh-TW'],
    ['iw', 'he'],
    ['ca-ES-valencia', 'ca-ES-valencia'],
    ['no', 'nb'],
    ['nn', 'nb'],
    ['nb', 'nb'],
    ['no_NO', 'nb-NO'],
    ['nn-NO', 'nb-NO'],
    ['NN', 'nb'],
    ['nnh', 'nnh'],
    ['nog-RU', 'nog-RU'],
  ])('%j is stored as %s', (text, locale) => {
    expect(localeIn(text)).toBe(locale)
    expect(v.parse(Locale, text)).toBe(locale)
  })

  it.each([
    '',
    ' ',
    'en-',
    '-en',
    '_',
    'en--GB',
    '{{ lang }}',
    '%lang%',
    '$locale',
    '<?= $lang ?>',
    'undefined',
    'null',
    'default',
    'english',
    'locale',
    'false',
    'lang',
    'x-default',
    'und',
    'mul-SE',
    'en_US.UTF-8',
    '[object Object]',
    'sv, en',
    'sv;q=0.9',
    `en-${'abcdefgh-'.repeat(9)}abcdefgh`,
    null,
    undefined,
    7,
  ])('%j is none', (value) => {
    expect(localeIn(value)).toBeUndefined()
    expect(v.safeParse(Locale, value).success).toBe(false)
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
    '🛑',
    'S T O P',
    's.t.o.p',
    'opt-out',
    'Opt out, thanks',
    'STOPP',
    'STOPP!!',
    'Stooooop',
    'sluta',
    'Sluta!!',
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
  ])('%j as a whole message stops messages', (message) => expect(saysStop(message)).toBe(true))

  it.each([
    'stop texting me',
    'please unsubscribe me',
    'Hi, I never signed up for this. Please stop!',
    'Can you stop texting me?',
    'When will you stop texting me?',
    'How do I unsubscribe?',
    'How do I stop these?',
    'Why don’t you stop?',
    'STOP SENDING ME MESSAGES NOW',
    'stop it, I like it',
    'Do not text me again',
    'don’t stop sending to others, but take me off',
    'no more texts please, thanks',
    'ok,stop/no',
    'Cancel my subscription',
    'Quit texting this number',
    'I revoke my consent',
    'wrong number, remove me',
    'unsubcribe pls',
    'Hej, kan ni sluta skicka sms?',
    'Ta bort mig från listan',
    'Jag vill avregistrera mig',
    'Vil I være søde at afmelde mig',
    'Hold op med at skrive',
    'Kan dere slutte? Ikke flere sms',
    'Bitte hört auf mir zu schreiben',
    'Ich möchte keine SMS mehr',
    'Graag uitschrijven alsjeblieft',
    'Ik wil geen berichten meer',
    'Arrêtez de m’envoyer des messages',
    'Je ne veux plus recevoir vos SMS',
    'Quiero darme de baja por favor',
    'Dejen de mandarme mensajes',
    'Por favor parem de me enviar mensagens',
    'Pare de me mandar mensagem',
    'Quero me descadastrar',
    'Basta messaggi grazie',
    'Smettetela di scrivermi',
    'Proszę wypisać mnie z listy',
    'Nie chcę więcej SMS-ów',
    'Prosím odhlaste mě',
    'Už mi nepište prosím',
    'Voisitteko poistaa, en halua enää viestejä',
    'Lütfen bana mesaj göndermeyin',
    'Beni listeden çıkar lütfen',
    'من فضلك إلغاء الاشتراك الآن',
    'لا ترسلوا لي رسائل',
    'もうメッセージを送らないでください',
    '配信停止お願いします。ありがとう',
    '문자 그만 보내세요',
    '제발 수신거부 해주세요',
    '请不要再发短信给我',
    '麻煩請停止發送簡訊',
  ])('%j is heard', (message) => expect(saysStop(message)).toBe(true))

  it.each([
    '',
    '   ',
    '👍',
    '12345',
    'Fine',
    'Please',
    'Thanks',
    'stopover',
    'START',
    'HELP',
    'YES',
    'Is it back?',
    'Do not stop',
    'Please don’t unsubscribe me',
    'non-stop',
    'When does it stop raining?',
    'When does the sale end?',
    'the end',
    'I want to stop by the shop',
    'Is there a bus stop near you',
    'Cancel my order please',
    'Can I cancel my order?',
    'I quit my job',
    'När är rean slut?',
    'sluta inte',
    'Hvornår er udsalget slut?',
    'Når er salget slutt?',
    'Wann ist der Sale zu Ende?',
    'Ich will meine Bestellung widerrufen',
    'Ist das Shirt aus Baumwolle?',
    'Is de jas uit voorraad?',
    'C’est la fin des soldes ?',
    'Je veux annuler ma commande',
    'C’est dur à trouver',
    '¿Es para mujer?',
    'Talla baja, soy alto',
    'Treinta y seis',
    'Quero cancelar a encomenda',
    'Quando vai sair o novo?',
    'Mi pare bello, mi basta la M',
    'Alla fine lo compro',
    'Va bene, fine',
    'Kiedy koniec promocji?',
    'Kdy je konec slevy?',
    'Chci zrušit objednávku',
    'Peru on kaunis maa',
    'Haluan peruuttaa tilauksen',
    'Ne zaman çıkar?',
    'Mavi istemiyorum, kırmızı olsun',
    'إلغاء الطلب',
    'この商品は販売停止ですか',
    'いいえ',
    '주문 취소 하고 싶어요',
    '这个商品停止销售了吗',
    '我想取消订单',
    '我想取消訂單',
  ])('%j is not one', (message) => expect(saysStop(message)).toBe(false))

  // Twilio, "Default opt-out keywords"; 47 CFR 64.1200(a)(10); Canada's CWTA (ARRET); Spain's BAJA and
  // Latin America's ALTO; Brazil's SAIR and PARAR; Germany and the Nordics (STOPP); Poland, Turkey (RET);
  // Japan, Korea (수신거부, Act on Promotion of Information and Communications Network Utilization, 50);
  // China (T, TD, 退订).
  it.each(
    'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT ARRET ARRÊT BAJA ALTO PARAR SAIR STOPP KONIEC RET 停止 ストップ ｽﾄｯﾌﾟ 수신거부 退订 退訂 TD T СТОП στοπ הסר إيقاف'.split(
      ' ',
    ),
  )('%s is one, in full width and in lower case too', (word) => {
    const wide = word.replaceAll(/[!-~]/g, (one) =>
      String.fromCodePoint(one.charCodeAt(0) + 0xfee0),
    )
    for (const said of [word, word.toLowerCase(), wide, `“${word}”`, ` ${word}. `]) {
      expect(saysStop(said)).toBe(true)
      expect(saysStart(said)).toBe(false)
    }
  })

  it.each([
    'Does the sale stop on Friday?',
    'Will you stop selling the tee?',
    'I will stop at nothing to get it',
    'Stop & Shop has it cheaper',
    'Is the Stop Motion kit back?',
    'ストップウォッチはありますか',
    'ノンストップで働くキッチンタイマーは？',
    '스톱워치 재입고 되나요',
    'No quiero parar aquí',
    'Est-ce près de l’arrêt de bus ?',
    'El alto de la mesa',
    'Wann stoppt der Verkauf?',
    'T-shirt',
  ])('%j only has such a word in it', (message) => expect(saysStop(message)).toBe(false))

  it.each(['stop selling my number', 'stop. Is it back?', 'Non-stop SMS, stop!'])(
    '%j is one all the same',
    (message) => expect(saysStop(message)).toBe(true),
  )

  it.each([
    ['START', true],
    [' start! ', true],
    ['ＳＴＡＲＴ', true],
    ['「UNSTOP」', true],
    ['start again', false],
    ['YES', false],
    ['When does it start?', false],
    ['', false],
  ])('%j asks for messages again: %j', (message, starts) => {
    expect(saysStart(message)).toBe(starts)
    expect(saysStop(message)).toBe(false)
  })

  it('is read in little time, however long it is', () => {
    expect(saysStop(`${'please '.repeat(20_000)}x`)).toBe(false)
    expect(saysStop('stop by '.repeat(20_000))).toBe(true)
  })
})
