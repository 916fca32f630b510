/**
 * The public key of an X.509 certificate (RFC 5280, 4.1). WebCrypto cannot read certificates, so
 * this skips the fields before the key. Pure.
 */

/** The fields of a certificate that are read. Times are milliseconds since 1970. */
export interface Certificate {
  /** SubjectPublicKeyInfo, in DER, as `importKey('spki', …)` wants it. */
  spki: Uint8Array
  validFrom: number
  validTo: number
}

interface Element {
  tag: number
  /** Offsets: the start and the end of the element, and the start of its content. */
  start: number
  content: number
  end: number
}

const SEQUENCE = 0x30
const VERSION = 0xa0
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18

/** Reads a certificate in PEM; undefined for anything else. */
export function readCertificate(pem: string): Certificate | undefined {
  const base64 = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)
  if (!base64?.[1]) return undefined
  try {
    const der = Uint8Array.fromBase64(base64[1])
    const [toBeSigned] = inside(der, elementAt(der, 0))
    // serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, after a version.
    const fields = toBeSigned ? inside(der, toBeSigned) : []
    const [, , , validity, , key] = fields[0]?.tag === VERSION ? fields.slice(1) : fields
    const [from, to] = validity ? inside(der, validity) : []
    if (key?.tag !== SEQUENCE || !from || !to) return undefined
    const [validFrom, validTo] = [timeAt(der, from), timeAt(der, to)]
    if (Number.isNaN(validFrom + validTo)) return undefined
    return { spki: der.slice(key.start, key.end), validFrom, validTo }
  } catch {
    return undefined
  }
}

/** The element at an offset. Throws when it is longer than the rest of the bytes. */
function elementAt(der: Uint8Array, start: number): Element {
  const first = der[start + 1] ?? 0
  const longer = first > 0x7f ? first & 0x7f : 0
  let length = longer ? 0 : first
  for (let n = 0; n < longer; n += 1) length = length * 256 + (der[start + 2 + n] ?? 0)
  const content = start + 2 + longer
  const end = content + length
  if (end > der.length) throw new RangeError('cut off')
  return { tag: der[start] ?? 0, start, content, end }
}

/** The elements in an element. */
function inside(der: Uint8Array, { content, end }: Element): Element[] {
  const elements: Element[] = []
  for (let at = content; at < end; at = elements.at(-1)?.end ?? end) {
    elements.push(elementAt(der, at))
  }
  return elements
}

/** RFC 5280, 4.1.2.5: both kinds of time end in Z; a year of two digits is 1950 to 2049. */
function timeAt(der: Uint8Array, { tag, content, end }: Element): number {
  if (tag !== UTC_TIME && tag !== GENERALIZED_TIME) return Number.NaN
  const text = new TextDecoder().decode(der.subarray(content, end))
  const year = tag === UTC_TIME ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') : ''
  const iso = (year + text).replace(
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  )
  return Date.parse(iso)
}
