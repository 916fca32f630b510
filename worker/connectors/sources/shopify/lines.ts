/** A body read line by line, without holding it. */
import { SOURCE_ANSWER_BYTES } from '../../../limits.ts'

/** The body broke off, or is not made of lines. */
export class CutOff extends Error {}

/** The lines that are not empty. Throws `CutOff`. */
export async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  const chunks = (response.body ?? new Blob([]).stream())[Symbol.asyncIterator]()
  let rest = ''
  for (;;) {
    const { done, value } = await chunks.next().catch(() => {
      throw new CutOff()
    })
    if (done) break
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > SOURCE_ANSWER_BYTES) throw new CutOff()
    for (const line of lines) if (line.trim() !== '') yield line
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield rest
}
