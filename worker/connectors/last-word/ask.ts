/** Asks a shop's own system whether a restock may notify people. */
import * as v from 'valibot'
import { LAST_WORD_MS } from '../../limits.ts'
import { jsonOf } from '../answer.ts'
import { sendSigned } from '../signed.ts'
import { whereIs } from '../whereabouts.ts'
import { LastAnswer, type LastWord } from './options.ts'

/** What the question is about. `at`: when the level became sellable, in milliseconds since 1970. */
export interface Question {
  restock: string
  at: number
  sku: string
  locale?: string | undefined
  externalId?: string | undefined
  quantity: number
  /** How many people wait for the sku. */
  people: number
}

/** The answer. `silence`: why there was none; `answer` then comes from the settings. */
export interface Heard {
  answer: LastAnswer
  silence?: string
}

// Further fields of an answer are the shop's own.
const Said = v.object({ answer: LastAnswer })

/** Asks, with the secret in clear. Takes no longer than `LAST_WORD_MS` and never throws. */
export async function askLastWord(
  env: Env,
  { onSilence, ...recipient }: LastWord,
  { at, ...data }: Question,
): Promise<Heard> {
  const id = `${data.restock}:last_word`
  const question = sayTo(env, recipient, { id, type: 'restock.last_word', at, data })
  // The look-up of the host counts too.
  const said = await Promise.race([question, afterLimit()])
  return 'answer' in said ? said : { answer: onSilence, silence: said.silence }
}

async function sayTo(
  env: Env,
  recipient: Omit<LastWord, 'onSilence'>,
  question: Parameters<typeof sendSigned>[1],
): Promise<{ answer: LastAnswer } | { silence: string }> {
  const where = await whereIs(env, recipient.url)
  if (where !== 'public') {
    return { silence: where === 'private' ? 'host_not_public' : 'host_unknown' }
  }
  const answer = await sendSigned(recipient, question, LAST_WORD_MS)
  if (!answer.answered) return { silence: answer.reason }
  if (answer.status < 200 || answer.status > 299) return { silence: `http_${answer.status}` }
  return jsonOf(Said, answer.body) ?? { silence: 'answer_unreadable' }
}

const afterLimit = () =>
  new Promise<{ silence: string }>((wake) => {
    const late = AbortSignal.timeout(LAST_WORD_MS)
    late.addEventListener('abort', () => wake({ silence: 'timeout' }), { once: true })
  })
