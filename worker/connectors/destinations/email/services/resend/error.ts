/** What Resend calls an error. */
import * as v from 'valibot'
import { Word } from '../../../../../lenient.ts'
import { jsonOf } from '../../../../answer.ts'

const Failed = v.object({ name: Word })

/** The name of the error in a body; undefined when there is none. */
export const errorName = (body: string): string | undefined => jsonOf(Failed, body)?.name
