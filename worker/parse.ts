/** From a value of any shape to one that a schema describes. */
import * as v from 'valibot'
import { pointerOf } from '../shared/problem.ts'
import { done, invalid, type Result } from './result.ts'

/** The value as the schema gives it out, or every field at fault: the messages of our schemas are codes. */
export function parse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true })
  if (parsed.success) return done(parsed.output)
  return invalid(parsed.issues.map((issue) => [pointerOf(issue), issue.message]))
}
