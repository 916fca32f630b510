/**
 * Encryption of stored data. HKDF (RFC 5869) derives from each shop's data key (secret.ts): an
 * AES-GCM key that seals addresses and upstream keys, an HMAC key whose digests stand for addresses
 * wherever they must be compared (a blind index), and a key for each purpose of a link. A stolen
 * database alone reveals no address.
 */
import { base64Url } from './base64.ts'
import { folded } from '../shared/email.ts'
import { commonKey, type KeyedShop, openDataKey } from './secret.ts'
import { utf8 } from './utf8.ts'

// Sealed text: one byte of format, 12 bytes of nonce (NIST SP 800-38D), then ciphertext and tag.
const FORMAT = 1
const NONCE_BYTES = 12
// 128 bits of the digest: short enough for the key of a row, long enough to exclude collisions.
const INDEX_BYTES = 16

/**
 * What a sealed text is and whose it is: `['address', contactId, 'email']`. It is authenticated with
 * the text (AAD), so a sealed text that is copied to another person, field or shop does not open.
 */
export type About = readonly [what: string, ...of: string[]]

/** The keys of one shop. */
export interface Vault {
  /** Encrypts a text to base64url. Sealing the same text twice gives two different results. */
  seal(text: string, about: About): Promise<string>
  /** Decrypts a text that was sealed for this shop about the same. Throws on anything else. */
  open(sealed: string, about: About): Promise<string>
  /** The blind index of a text. The same text always gives the same 22 characters. */
  index(
    kind: 'email' | 'phone' | 'customer' | 'attributes' | 'request',
    text: string,
  ): Promise<string>
}

/** Opens the vault of one shop. Throws when no secret of the Worker opens its data key. */
export async function openVault(env: Env, shop: KeyedShop): Promise<Vault> {
  const [sealing, indexing] = await Promise.all([
    derive(env, shop, 'seal', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    derive(env, shop, 'index', HMAC, ['sign']),
  ])
  const aes = (iv: Uint8Array, about: About) => {
    const additionalData = utf8(JSON.stringify([FORMAT, ...about]))
    return { name: 'AES-GCM', iv, additionalData }
  }
  return {
    async seal(text, about) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const sealed = await crypto.subtle.encrypt(aes(nonce, about), sealing, utf8(text))
      return base64Url(new Uint8Array([FORMAT, ...nonce, ...new Uint8Array(sealed)]))
    },
    async open(text, about) {
      const bytes = Uint8Array.fromBase64(text, { alphabet: 'base64url' })
      if (bytes[0] !== FORMAT) throw new Error('the sealed text has an unknown format')
      const iv = bytes.subarray(1, 1 + NONCE_BYTES)
      const body = bytes.subarray(1 + NONCE_BYTES)
      return new TextDecoder().decode(await crypto.subtle.decrypt(aes(iv, about), sealing, body))
    },
    async index(kind, address) {
      const digest = await crypto.subtle.sign('HMAC', indexing, utf8(`${kind}:${address}`))
      return base64Url(new Uint8Array(digest, 0, INDEX_BYTES))
    },
  }
}

/** What the link in a message does. */
export type LinkPurpose =
  | 'unsubscribe'
  | 'confirm'
  | 'manage'
  | 'click'
  | 'move'
  | 'team'
  | 'noLonger'

/**
 * The key that signs a shop's links in messages (HS256). Each purpose has its own key, so a token
 * for one purpose is not valid for another.
 */
export function linkKey(env: Env, shop: KeyedShop, purpose: LinkPurpose): Promise<CryptoKey> {
  return derive(env, shop, `link ${purpose}`, HMAC, ['sign', 'verify'])
}

/**
 * The blind index of an address, the same for all shops and for all spellings of a mailbox: for counts
 * per person, not per shop.
 */
export async function commonIndex(env: Env, address: string): Promise<string> {
  const name = JSON.stringify([env.SHELFBELL_SECRET])
  const key = await kept(name, () => commonKey(env, 'common index'))
  const digest = await crypto.subtle.sign('HMAC', key, utf8(folded(address)))
  return base64Url(new Uint8Array(digest, 0, INDEX_BYTES))
}

/**
 * The answer to a challenge that only this Worker can give, as hex. By it the Worker finds out whether another
 * host leads to itself.
 */
export async function identityProof(env: Env, challenge: string): Promise<string> {
  const name = JSON.stringify([env.SHELFBELL_SECRET, 'identity'])
  const key = await kept(name, () => commonKey(env, 'identity'))
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(challenge))).toHex()
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

/** Derives a key for one use from a shop's data key. */
async function derive(
  env: Env,
  shop: KeyedShop,
  use: string,
  algorithm: AesKey | HmacKey,
  usages: KeyUsage[],
): Promise<CryptoKey> {
  const { SHELFBELL_SECRET: secret, SHELFBELL_SECRET_BEFORE: before } = env
  const name = [secret, before, shop.id, shop.dataKey]
  return kept(JSON.stringify([...name, use]), async () => {
    const root = await kept(JSON.stringify(name), async () =>
      crypto.subtle.importKey('raw', await openDataKey(env, shop), 'HKDF', false, ['deriveKey']),
    )
    const info = utf8(`shelfbell ${use}`)
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: utf8(shop.id), info }
    return crypto.subtle.deriveKey(hkdf, root, algorithm, false, usages)
  })
}

// Deriving a key takes longer than using it, so an isolate caches the keys of the shops it serves.
const CACHED_KEYS = 400
const cachedKeys = new Map<string, CryptoKey>()

/** The key of a name from the isolate's cache, else from `make`. */
async function kept(name: string, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
  const cached = cachedKeys.get(name)
  if (cached) return cached
  const key = await make()
  if (cachedKeys.size >= CACHED_KEYS) cachedKeys.clear()
  cachedKeys.set(name, key)
  return key
}
