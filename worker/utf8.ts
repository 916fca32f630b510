/** Text as bytes. */
const encoder = new TextEncoder()

/** A text in UTF-8. */
export const utf8 = (text: string) => encoder.encode(text)
