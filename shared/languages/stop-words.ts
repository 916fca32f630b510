/**
 * Whether a message says “stop”. US rules ask that any reasonable way of saying it is honoured
 * (47 CFR 64.1200(a)(10)), and Twilio itself knows only English words. A message that is missed breaks
 * the law, and one that is taken wrongly costs a customer an alert: so in doubt it says stop.
 */
import { LANGUAGES } from './all.ts'

/** The word that every SMS and every consent text asks for, in all languages. */
export const STOP = 'STOP'

/** An SMS of ten parts; beyond that, nobody says stop for the first time. */
const READ_CHARACTERS = 1600

/**
 * Lower case, without accents, marks and digits, one space between words; `ı` is an `i`. A letter that
 * is repeated for emphasis stands once ("stoooop"), and letters that are spelled out are a word.
 */
const plain = (text: string): string =>
  text
    .slice(0, READ_CHARACTERS)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[🛑✋⛔]/gu, ' stop ')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll(/(?!['’])\p{P}/gu, ' ')
    .replaceAll(/[^\p{L}\s]/gu, '')
    .replaceAll(/(\p{Script=Latin})\1{2,}/gu, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^(?:\p{L} )+\p{L}$/u, (spelled) => spelled.replaceAll(' ', ''))

const any = (phrases: string[]): string =>
  [...new Set(phrases.map(plain))].map((phrase) => `(?:${phrase})`).join('|')

/**
 * Whole messages that mean STOP in languages that Shelfbell has no texts in: people answer in their own.
 * Russian and Greek spell STOP in their letters; `הסר` is the word of Israel's law on spam (Communications
 * Law, 30A); the next two are Thai, and Indonesian and Malay. In China, SMS ask for `T`.
 */
const ELSEWHERE = ['стоп', 'στοπ', 'הסר', 'หยุด', 'berhenti', 't']

const all = Object.values(LANGUAGES)
const words = any([...all.flatMap(({ sms }) => sms.stopWords), ...ELSEWHERE])
const please = any(all.flatMap(({ sms }) => sms.please))
const WHOLE = new RegExp(`^(?:(?:${please}) ?)*(?:${words})(?: ?(?:${please}))*$`, 'u')

const phrases = all.flatMap(({ sms }) => sms.stopPhrases).map(plain)
/** Scripts without spaces between words; in Korean, endings follow without one. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const spaced = any(phrases.filter((phrase) => !UNSPACED.test(phrase)))
const unspaced = any(
  phrases.filter((phrase) => UNSPACED.test(phrase)).map((phrase) => phrase.replaceAll(' ', '')),
)
const IN_SPACES = new RegExp(`(?<=^| )(?:${spaced})(?= |$)`, 'gu')
const WITHOUT_SPACES = new RegExp(unspaced, 'u')

/** Words with “stop” in them that have nothing to do with messages, and its own contrary. */
const HARMLESS = new RegExp(
  [
    String.raw`\b(?:do not|dont|never|non|cant|cannot|wont|nicht|niet|nie|ala|alkaa) (?:stop|stoppen|unsubscribe|abmelden|afmelden|lopeta|opt me out|rezygnuje)\b(?! (?:send|text|messag))`,
    String.raw`\bstop (?:by|in|over|off) (?:the|your|at|to|for|and|after|today|tomorrow|later)\b`,
    String.raw`\b(?:bus|full|pit|door|tram|train|f|one|sale|offer|whistle|rest) stop\b`,
    String.raw`\bstop (?:motion|watch|sign|shop|light|loss|at nothing)\b`,
    String.raw`\bstop (?:sell|mak|produc|stock|carry)ing\b(?! (?:me|my|these|this)\b)`,
    String.raw`\b(?:sluta|stoppa|avsluta|avregistrera) inte$`,
    String.raw`\b(?:stopp|slutt) ikke$`,
  ].join('|'),
  'gu',
)
/** The same in scripts without spaces: a stopwatch, and non-stop. */
const HARMLESS_UNSPACED = new RegExp(
  any(['ストップウォッチ', 'ノンストップ', '스톱워치', '스탑워치', '논스톱']),
  'gu',
)
/** A question about a time, unless it asks for when the messages stop. */
const WHEN =
  /^(?:(?:hi|hey|hello|hej|hallo|hola|bonjour|ciao) )?(?:when|what time|wann|nar|hvornar|wanneer|quand|cuando|quando|kiedy|kdy|milloin|ne zaman)\b/u
const ABOUT_MESSAGES =
  /\b(?:you|this|these|me|sms|spam|unsub\w*|text\w*|messag\w*|meddelande\w*|nachricht\w*|mensaj\w*|messagg\w*|mensage\w*|bericht\w*|wiadomosc\w*|zprav\w*|viest\w*|mesaj\w*|besked\w*|melding\w*|ni|du|ihr|sie|vous|ustedes)\b/u

/**
 * Whether a message means stop, in any language: it is nothing but a word for it, with or without
 * “please”, or has a phrase in it that means nothing else.
 */
export function saysStop(message: string): boolean {
  const said = plain(message)
  if (WHOLE.test(said)) return true
  if (WITHOUT_SPACES.test(said.replaceAll(' ', '').replaceAll(HARMLESS_UNSPACED, ''))) return true
  if (WHEN.test(said) && !ABOUT_MESSAGES.test(said)) return false
  return said.replaceAll(HARMLESS, ' ').search(IN_SPACES) >= 0
}

/** Twilio, "Default opt-in keywords". Not `YES`: people also answer other questions with it. */
const START = /^(?:start|unstop)$/

/** Whether a message means that its sender wants messages again. */
export const saysStart = (message: string): boolean => START.test(plain(message))
