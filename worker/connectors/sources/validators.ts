/** Validators of an answer (RFC 9110, 8.8): what makes the next request for it conditional. */
import * as v from 'valibot'

export const Validators = v.object({
  etag: v.optional(v.string()),
  modified: v.optional(v.string()),
})
export type Validators = v.InferOutput<typeof Validators>

/** The validators of an answer. */
export const validatorsOf = ({ headers }: Response): Validators => ({
  etag: headers.get('ETag') ?? undefined,
  modified: headers.get('Last-Modified') ?? undefined,
})

/** The headers that ask for nothing when nothing has changed: the answer is 304. */
export const conditional = ({ etag, modified }: Validators = {}): Record<string, string> => ({
  ...(etag && { 'If-None-Match': etag }),
  ...(modified && { 'If-Modified-Since': modified }),
})
