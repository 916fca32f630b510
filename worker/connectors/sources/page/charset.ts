/** Reads the bytes of a page as text, in the page's own encoding. Pure. */

/** How far into a page browsers look for its encoding (HTML, 13.2.3.2), in bytes. */
const LOOKED_THROUGH = 1024
const BYTE_ORDER_MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
]
const CHARSET = /charset\s*=\s*["']?\s*([\w.:-]+)/i

/**
 * The text of a page. Its encoding is that of its byte order mark, else of the `Content-Type` header,
 * else of its `<meta charset>`; else, and if nobody knows its name, UTF-8.
 */
export function decodedPage(bytes: Uint8Array, contentType: string | null): string {
  const mark = BYTE_ORDER_MARKS.find(([starts]) => starts.every((byte, at) => bytes[at] === byte))
  const head = () => new TextDecoder('latin1').decode(bytes.subarray(0, LOOKED_THROUGH))
  const encoding = mark?.[1] ?? CHARSET.exec(contentType ?? '')?.[1] ?? metaCharset(head())
  return decoderOf(encoding).decode(bytes)
}

/** A page in UTF-16 could not be read up to its meta, so browsers take it as UTF-8. */
function metaCharset(head: string): string {
  const metas = head.replaceAll(/<!--.*?(-->|$)/gs, '').match(/<meta\b[^>]*>/gi) ?? []
  const found = metas.flatMap((meta) => CHARSET.exec(meta)?.[1] ?? [])[0]
  return found === undefined || /^utf-?16/i.test(found) ? 'utf-8' : found
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding)
  } catch {
    return new TextDecoder()
  }
}
