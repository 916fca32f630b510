/** Walks through the tokens of JSON: which list, which element of it, and which value in that. Pure. */
import { TokenType } from '@streamparser/json'

/** A token of JSON that fits its grammar. */
export interface Token {
  token: TokenType
  value: unknown
}

/** Takes the tokens of one JSON text in their order. */
export type Walker = (token: Token) => void

/** What a walk finds. `keys`: the keys from the top to a list; lists between them have none. */
export interface Visitor {
  list(keys: readonly string[]): void
  /** An object in a list begins; or a text, number or boolean, which has no `elementEnd`. */
  element(keys: readonly string[], isObject: boolean): void
  /** A text, number or boolean in the innermost object that is an element, by its path in that. */
  value(name: string, text: string): void
  /** A text, number or boolean in a list that such an element has under this path. */
  listed(name: string, text: string): void
  elementEnd(keys: readonly string[]): void
}

interface Frame {
  isList: boolean
  keys: readonly string[]
  /** Where it is within the element that it belongs to; undefined outside of one, and in lists. */
  at: string | undefined
  isElement: boolean
  /** Of a list: its path within the element that it belongs to. */
  path?: string | undefined
  /** Of an object: the key whose value comes next; undefined before a key. */
  key?: string | undefined
}

/** A walker that calls the visitor. */
export function walker(visitor: Visitor): Walker {
  const frames: Frame[] = []

  function open(isList: boolean): void {
    const frame = frames.at(-1)
    const isElement = frame?.isList === true && !isList
    const key = frame?.isList === false ? frame.key : undefined
    const keys = key === undefined ? (frame?.keys ?? []) : [...(frame?.keys ?? []), key]
    if (isElement) visitor.element(keys, true)
    const at = isElement ? '' : isList || key === undefined ? undefined : inner(frame?.at, key)
    const path = isList && key !== undefined ? inner(frame?.at, key) : undefined
    frames.push({ isList, keys, at, isElement, path })
    if (isList) visitor.list(keys)
  }

  function close(): void {
    const frame = frames.pop()
    if (frame?.isElement) visitor.elementEnd(frame.keys)
    const outer = frames.at(-1)
    if (outer) outer.key = undefined
  }

  return ({ token, value }) => {
    switch (token) {
      case TokenType.LEFT_BRACE:
        return open(false)
      case TokenType.LEFT_BRACKET:
        return open(true)
      case TokenType.RIGHT_BRACE:
      case TokenType.RIGHT_BRACKET:
        return close()
      case TokenType.COMMA:
      case TokenType.COLON:
        return
      default:
    }
    const frame = frames.at(-1)
    if (!frame) return
    if (frame.isList) {
      if (frame.path !== undefined && value !== null) visitor.listed(frame.path, String(value))
      return visitor.element(frame.keys, false)
    }
    if (frame.key === undefined) {
      frame.key = String(value)
      return
    }
    const name = inner(frame.at, frame.key)
    frame.key = undefined
    if (name !== undefined && value !== null) visitor.value(name, String(value))
  }
}

/** The path of a key in an object that is at `at`. */
const inner = (at: string | undefined, key: string): string | undefined =>
  at === undefined ? undefined : at === '' ? key : `${at}/${key}`
