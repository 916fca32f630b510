/** Cuts a list into pieces that the import takes. Reads the file as a stream: its length does not matter. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { IMPORT_BYTES, IMPORT_LINES, IMPORT_SUPPRESSIONS } from '../worker/limits.ts'

/** What a look at a file finds. `sha256`: of all its bytes. */
export interface Looked {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  isJson: boolean
  /** What ends a line: files of old Macs have no line feed. */
  lineEnd: '\n' | '\r'
  /** The mark between the cells of CSV. */
  separator: string
  sha256: string
}

/** A piece. `number`: from 0. `line`: the number of its first line in the file; in CSV of its first record. */
export interface Piece {
  number: number
  line: number
  text: string
}

// A piece of CSV begins with the names of its columns, and a character may have three bytes more than one.
const MOST_BYTES = IMPORT_BYTES - 16 * 1024

/**
 * Reads a file once. Throws if it is a list in our own format that was cut or changed: a piece has no
 * checksum, so the import cannot notice it.
 */
export async function lookAt(file: string): Promise<Looked> {
  const hash = createHash('sha256')
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let encoding: Looked['encoding'] | undefined
  let isUtf8 = true
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(bytes)
    const mark = encoding || bytes.length < 2 ? 0 : bytes.readUInt16BE(0)
    encoding ??= mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8'
    isUtf8 &&= decodes(utf8, bytes)
  }
  const found = encoding === 'utf-8' && !isUtf8 ? 'windows-1252' : (encoding ?? 'utf-8')
  let start = ''
  let hasLineFeed = false
  for await (const text of texts(file, found)) {
    if (start.length < 64 * 1024) start += text
    hasLineFeed ||= text.includes('\n')
    if (hasLineFeed && start.length >= 64 * 1024) break
  }
  const top = /^\s*([^\r\n]*)/.exec(start)?.[1] ?? ''
  const looked: Looked = {
    encoding: found,
    isJson: top.startsWith('{'),
    lineEnd: hasLineFeed ? '\n' : '\r',
    separator: separatorOf(top),
    sha256: hash.digest('hex'),
  }
  if (looked.isJson && /"format":"shelfbell-list"/.test(top)) await checkWhole(file, looked)
  return looked
}

function decodes(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** As in the import (worker/lists/read.ts). */
function separatorOf(line: string): string {
  const count = (mark: string) => line.split(mark).length
  return [';', '\t', '|'].reduce((most, mark) => (count(mark) > count(most) ? mark : most), ',')
}

/** The file's text in parts, without its byte order mark. */
async function* texts(file: string, encoding: Looked['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) {
    yield decoder.decode(bytes, { stream: true })
  }
  yield decoder.decode()
}

/** The records of a file with their ends. A record of CSV may have line ends within quotes. */
async function* records(
  file: string,
  { encoding, isJson, lineEnd, separator }: Looked,
): AsyncGenerator<{ text: string; line: number }> {
  let at: 'start' | 'plain' | 'quoted' = 'start'
  let record = ''
  let line = 1
  let lines = 0
  for await (const text of texts(file, encoding)) {
    let from = 0
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index]
      if (character === lineEnd) lines += 1
      if (character === lineEnd && at !== 'quoted') {
        yield { text: record + text.slice(from, index + 1), line }
        record = ''
        from = index + 1
        line += lines
        lines = 0
        at = 'start'
      } else if (isJson) {
        continue
      } else if (character === '"') {
        // A doubled quote closes and opens again. A quote inside a cell without quotes is part of it.
        if (at === 'quoted') at = 'start'
        else if (at === 'start') at = 'quoted'
      } else if (at !== 'quoted') at = character === separator ? 'start' : 'plain'
    }
    record += text.slice(from)
  }
  if (record.trim() !== '') yield { text: record, line }
}

/**
 * The pieces of a file: the same each time. `tooLong` gets the numbers of lines that no piece can hold, which
 * are left out.
 */
export async function* pieces(
  file: string,
  looked: Looked,
  tooLong: (line: number) => void,
): AsyncGenerator<Piece> {
  let header: string | undefined = looked.isJson ? '' : undefined
  let number = 0
  let line = 0
  let body: string[] = []
  let bytes = 0
  let suppressions = 0
  const piece = (): Piece => ({ number: number++, line, text: `${header}${body.join('')}` })
  for await (const record of records(file, looked)) {
    if (record.text.trim() === '' && body.length === 0) continue
    if (header === undefined) {
      header = record.text
      continue
    }
    const size = Buffer.byteLength(record.text)
    const limit = MOST_BYTES - Buffer.byteLength(header)
    if (size > limit) {
      tooLong(record.line)
      // The numbers of the lines in a piece follow each other, so the next begins another.
      if (body.length > 0) yield piece()
      body = []
      bytes = suppressions = 0
      continue
    }
    const suppresses = looked.isJson
      ? record.text.includes('"kind":"suppression"')
      : /(^|[,"])reason([",\r\n]|$)/i.test(header)
    const isFull =
      body.length === IMPORT_LINES ||
      bytes + size > limit ||
      (suppresses && suppressions === IMPORT_SUPPRESSIONS)
    if (isFull) {
      yield piece()
      body = []
      bytes = suppressions = 0
    }
    if (body.length === 0) line = record.line
    body.push(record.text)
    bytes += size
    if (suppresses) suppressions += 1
  }
  if (body.length > 0) yield piece()
}

/** Compares a list in lines with its trailer. */
async function checkWhole(file: string, looked: Looked): Promise<void> {
  const hash = createHash('sha256')
  let lines = -1
  for await (const { text } of records(file, looked)) {
    if (text.startsWith('{"kind":"trailer"')) {
      const trailer = JSON.parse(text) as { lines?: unknown; sha256?: unknown }
      if (trailer.lines === lines && trailer.sha256 === hash.digest('hex')) return
      throw new Error(`${file} was changed: it does not have the checksum of its last line`)
    }
    lines += 1
    hash.update(text)
  }
  throw new Error(`${file} was cut: its last line is missing`)
}
