/** A body read line by line, without holding it. */
import { SOURCE_ANSWER_BYTES } from '../../limits.ts'

/** The lines that are not empty. Throws where the body breaks off, or a line has no end. */
export async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > SOURCE_ANSWER_BYTES) throw new RangeError('a line has no end')
    for (const line of lines) if (line.trim() !== '') yield line
  }
  rest += decoder.decode()
  if (rest.trim() !== '') yield rest
}
