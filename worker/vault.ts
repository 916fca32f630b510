/**
 * Encryption of stored data. From the Worker's one secret, HKDF (RFC 5869) derives two keys for
 * each shop: an AES-GCM key that seals addresses and upstream keys, and an HMAC key whose digests
 * stand for addresses wherever they must be compared (a blind index). Without the secret the
 * addresses are lost; a stolen database alone reveals none.
 */
import { folded } from '../shared/email.ts'

/** The secret of `npm run dev`. It is public, so the Worker refuses it everywhere else. */
export const LOCAL_SECRET = 'local-development-only-secret-0000000000'
const SECRET_MIN_LENGTH = 32

// Sealed text: one byte of format, 12 bytes of nonce (NIST SP 800-38D), then ciphertext and tag.
const FORMAT = 1
const NONCE_BYTES = 12
// 128 bits of the digest: short enough for the key of a row, long enough to exclude collisions.
const INDEX_BYTES = 16

const encodeBase64Url = (bytes: Uint8Array) =>
  bytes.toBase64({ alphabet: 'base64url', omitPadding: true })

const utf8 = (text: string) => new TextEncoder().encode(text)

/** The two keys of one shop. */
export interface Vault {
  /** Encrypts a text to base64url. Sealing the same text twice gives two different results. */
  seal(text: string): Promise<string>
  /** Decrypts a text that was sealed for this shop. Throws on anything else. */
  open(sealed: string): Promise<string>
  /** The blind index of an address. The same address always gives the same 22 characters. */
  index(kind: 'email' | 'phone' | 'customer', address: string): Promise<string>
}

/** Whether the Worker's secret is long enough, and not the public one (unless in `npm run dev`). */
export function secretUsable(env: Env): boolean {
  const secret = env.SHELFBELL_SECRET ?? ''
  return secret.length >= SECRET_MIN_LENGTH && (secret !== LOCAL_SECRET || env.LOCAL === 'true')
}

/** Derives the keys of one shop. Throws when the Worker has no usable secret. */
export async function openVault(env: Env, shopId: string): Promise<Vault> {
  const [sealing, indexing] = await Promise.all([
    derive(env, shopId, 'seal', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    derive(env, shopId, 'index', HMAC, ['sign']),
  ])
  return {
    async seal(text) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv: nonce },
        sealing,
        utf8(text),
      )
      return encodeBase64Url(new Uint8Array([FORMAT, ...nonce, ...new Uint8Array(sealed)]))
    },
    async open(text) {
      const bytes = Uint8Array.fromBase64(text, { alphabet: 'base64url' })
      if (bytes[0] !== FORMAT) throw new Error('the sealed text has an unknown format')
      const iv = bytes.subarray(1, 1 + NONCE_BYTES)
      const body = bytes.subarray(1 + NONCE_BYTES)
      const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, sealing, body)
      return new TextDecoder().decode(opened)
    },
    async index(kind, address) {
      const digest = await crypto.subtle.sign('HMAC', indexing, utf8(`${kind}:${address}`))
      return encodeBase64Url(new Uint8Array(digest, 0, INDEX_BYTES))
    },
  }
}

/**
 * The blind index of an address, the same for all shops and for all spellings of a mailbox: for counts
 * per person, not per shop.
 */
export async function commonIndex(env: Env, address: string): Promise<string> {
  const key = await derive(env, '', 'common index', HMAC, ['sign'])
  const digest = await crypto.subtle.sign('HMAC', key, utf8(folded(address)))
  return encodeBase64Url(new Uint8Array(digest, 0, INDEX_BYTES))
}

/** What the link in a message does. */
export type LinkPurpose = 'unsubscribe' | 'confirm' | 'manage' | 'click'

/**
 * The key that signs links in messages (HS256), the same for all shops. Each purpose has its own
 * key, so a token for one purpose is not valid for another.
 */
export function linkKey(env: Env, purpose: LinkPurpose): Promise<CryptoKey> {
  return derive(env, '', `link ${purpose}`, HMAC, ['sign', 'verify'])
}

/** SHA-256 as hex: for texts of consent, and for keys that are random and so need no salt. */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8(text))
  return new Uint8Array(digest).toHex()
}

type AesKey = { name: 'AES-GCM'; length: 256 }
type HmacKey = { name: 'HMAC'; hash: 'SHA-256'; length: 256 }
type KeyUsage = 'encrypt' | 'decrypt' | 'sign' | 'verify'

const HMAC: HmacKey = { name: 'HMAC', hash: 'SHA-256', length: 256 }

// Deriving a key takes longer than using it, so an isolate caches the keys of the shops it serves.
const CACHED_KEYS = 200
const cachedKeys = new Map<string, CryptoKey>()

/**
 * Derives a key for one use from the Worker's secret. `salt` is the shop's id; empty for all shops.
 */
async function derive(
  env: Env,
  salt: string,
  use: string,
  algorithm: AesKey | HmacKey,
  usages: KeyUsage[],
): Promise<CryptoKey> {
  const secret = env.SHELFBELL_SECRET
  if (!secret || !secretUsable(env)) throw new Error('SHELFBELL_SECRET is not usable')
  const name = JSON.stringify([secret, salt, use])
  const cached = cachedKeys.get(name)
  if (cached) return cached
  const root = await crypto.subtle.importKey('raw', utf8(secret), 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: utf8(salt), info: utf8(`shelfbell ${use}`) }
  const key = await crypto.subtle.deriveKey(hkdf, root, algorithm, false, usages)
  if (cachedKeys.size >= CACHED_KEYS) cachedKeys.clear()
  cachedKeys.set(name, key)
  return key
}
