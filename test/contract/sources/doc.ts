/** What a page of docs/ tells people to send, so that a test can send it. */

/** The blocks of JSON on a page, in their order. */
export const jsonBlocks = (page: string): unknown[] =>
  [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text = '']) => JSON.parse(text))
