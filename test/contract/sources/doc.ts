/** Reads the examples of a page of docs/, so that a test can send them. */

/** The JSON blocks of a page, parsed, in order. */
export const jsonBlocks = (page: string): unknown[] =>
  [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text = '']) => JSON.parse(text))
