/** Reads a body line by line, without holding all of it in memory. */
import { LINE_CHARACTERS } from './limits.ts'

/** The body broke off, or has no lines. */
export class CutOff extends Error {}

/** Gives the lines that are not empty. Throws `CutOff`. */
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
    if (rest.length > LINE_CHARACTERS) throw new CutOff()
    for (const line of lines) if (line.trim() !== '') yield line
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield rest
}
