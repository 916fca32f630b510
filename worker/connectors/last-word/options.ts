/** The setting with which a shop's own system decides about each restock before its first message. */
import * as v from 'valibot'
import { line, strictObject, WebAddress } from '../../../shared/text.ts'
import type { Belonging } from '../contract.ts'
import { signingSecret } from '../options.ts'

/** `allow`: notify people. `hold`: the restock waits for approval. `drop`: it ends, and people wait on. */
export const LastAnswer = v.picklist(['allow', 'hold', 'drop'], 'choice_unknown')
export type LastAnswer = v.InferOutput<typeof LastAnswer>

/**
 * `secret` signs the question (Standard Webhooks), and is write-only. `onSilence` counts if there is no
 * answer in time, or none that can be read.
 */
export const LastWord = strictObject({
  url: v.pipe(line(300), WebAddress),
  secret: signingSecret,
  onSilence: v.optional(LastAnswer, 'hold'),
})
export type LastWord = v.InferOutput<typeof LastWord>

/** The secret option, and to whom it belongs. */
export const LAST_WORD = {
  secrets: ['secret'],
  addresses: ['url'],
} as const satisfies Belonging<keyof LastWord>
