/** Parses values with schemas. */
import * as v from 'valibot'
import { pointerOf } from '../shared/problem.ts'
import { done, invalid, type Result } from './result.ts'

/**
 * The output of the schema, or all faults in the value. (The messages of our schemas are codes.)
 */
export function parse<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
): Result<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortPipeEarly: true })
  if (parsed.success) return done(parsed.output)
  return invalid(parsed.issues.map((issue) => [pointerOf(issue), issue.message]))
}
