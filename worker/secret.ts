/**
 * The Worker's secret, and what it seals: each shop's data key (envelope encryption). A data key is
 * 256 random bits. The secret opens it and does nothing else with the shop's data, so a new secret
 * costs one row a shop, and a data key that is deleted makes all data of its shop unreadable.
 *
 * While the secret is being changed, `SHELFBELL_SECRET_BEFORE` holds the old one: both open data
 * keys, and only the new one seals them.
 */

import { base64Url } from './base64.ts'
import { utf8 } from './utf8.ts'

/** The secret of `npm run dev`. It is public, so the Worker refuses it everywhere else. */
export const LOCAL_SECRET = 'local-development-only-secret-0000000000'
const SECRET_MIN_LENGTH = 32

/** A shop's id and its sealed data key: what its vault is opened with. */
export interface KeyedShop {
  id: string
  /** The column `shop.data_key`: sealed, so caches may hold it. */
  dataKey: string
}

// A sealed data key: one byte of format, five that name the secret, 12 of nonce (NIST SP 800-38D),
// then ciphertext and tag. The first six bytes are eight characters of base64url, so SQL can see
// which secret sealed a key.
const FORMAT = 1
const NAME_BYTES = 5
const NONCE_BYTES = 12
export const HEAD_CHARACTERS = 8
const DATA_KEY_BYTES = 32

const HKDF_SHA256 = { name: 'HKDF', hash: 'SHA-256' }
const AES = { name: 'AES-GCM', length: 256 }

/** The variables that hold secrets. The second one may be missing. */
export type SecretVariable = 'SHELFBELL_SECRET' | 'SHELFBELL_SECRET_BEFORE'

/**
 * The variables whose secret is not usable: shorter than 32 characters, or the public one (unless in
 * `npm run dev`). The secret before, if there is one, follows the same rules.
 */
export function unusableSecrets(env: Env): SecretVariable[] {
  const { SHELFBELL_SECRET: secret = '', SHELFBELL_SECRET_BEFORE: before } = env
  return [
    ...(isUsable(secret, env) ? [] : ['SHELFBELL_SECRET' as const]),
    ...(!before || isUsable(before, env) ? [] : ['SHELFBELL_SECRET_BEFORE' as const]),
  ]
}

/** Whether all secrets of the Worker are usable. */
export const secretUsable = (env: Env): boolean => unusableSecrets(env).length === 0

const isUsable = (secret: string, { LOCAL }: Env) =>
  secret.length >= SECRET_MIN_LENGTH && (secret !== LOCAL_SECRET || LOCAL === 'true')

/** The secrets that open data keys; the first one seals them. Throws when one is not usable. */
function secretsOf(env: Env): [secret: string, before?: string] {
  const { SHELFBELL_SECRET: secret, SHELFBELL_SECRET_BEFORE: before } = env
  if (!secret || !secretUsable(env)) throw new Error('SHELFBELL_SECRET is not usable')
  return before ? [secret, before] : [secret]
}

const rootOf = (secret: string) =>
  crypto.subtle.importKey('raw', utf8(secret), 'HKDF', false, ['deriveKey', 'deriveBits'])

/** Five bytes that name a secret and say nothing else about it. */
async function nameOf(secret: string): Promise<Uint8Array> {
  const hkdf = { ...HKDF_SHA256, salt: new Uint8Array(), info: utf8('shelfbell secret name') }
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf, await rootOf(secret), NAME_BYTES * 8))
}

/** The key that seals the data key of one shop. */
async function sealingKey(secret: string, shopId: string): Promise<CryptoKey> {
  const hkdf = { ...HKDF_SHA256, salt: utf8(shopId), info: utf8('shelfbell data key') }
  return crypto.subtle.deriveKey(hkdf, await rootOf(secret), AES, false, ['encrypt', 'decrypt'])
}

const heads = new Map<string, string>()

/** The first characters of every data key that this secret sealed. */
async function headOf(secret: string): Promise<string> {
  const head = heads.get(secret) ?? base64Url(new Uint8Array([FORMAT, ...(await nameOf(secret))]))
  heads.set(secret, head)
  return head
}

/**
 * The first characters of the data keys that the Worker's secret sealed, and of those that the secret
 * before it sealed, if there is one.
 */
export async function headsNow(env: Env): Promise<{ now: string; before?: string }> {
  const [secret, before] = secretsOf(env)
  return { now: await headOf(secret), ...(before && { before: await headOf(before) }) }
}

/** Whether a secret of the Worker sealed this data key. */
export async function opens(env: Env, { dataKey }: KeyedShop): Promise<boolean> {
  return (
    secretUsable(env) &&
    Object.values(await headsNow(env)).includes(dataKey.slice(0, HEAD_CHARACTERS))
  )
}

async function sealDataKey(secret: string, shopId: string, dataKey: Uint8Array): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const aes = { name: 'AES-GCM', iv, additionalData: utf8(shopId) }
  const sealed = await crypto.subtle.encrypt(aes, await sealingKey(secret, shopId), dataKey)
  return (await headOf(secret)) + base64Url(new Uint8Array([...iv, ...new Uint8Array(sealed)]))
}

/** A new data key for a shop, sealed. */
export async function newDataKey(env: Env, shopId: string): Promise<string> {
  const [secret] = secretsOf(env)
  return sealDataKey(secret, shopId, crypto.getRandomValues(new Uint8Array(DATA_KEY_BYTES)))
}

/**
 * The data key of a shop, in clear. Throws if neither secret sealed it, and if it was sealed for
 * another shop.
 */
export async function openDataKey(env: Env, { id, dataKey }: KeyedShop): Promise<Uint8Array> {
  const head = dataKey.slice(0, HEAD_CHARACTERS)
  for (const secret of secretsOf(env)) {
    if (!secret || head !== (await headOf(secret))) continue
    const bytes = Uint8Array.fromBase64(dataKey.slice(HEAD_CHARACTERS), { alphabet: 'base64url' })
    const iv = bytes.subarray(0, NONCE_BYTES)
    const aes = { name: 'AES-GCM', iv, additionalData: utf8(id) }
    const sealing = await sealingKey(secret, id)
    return new Uint8Array(await crypto.subtle.decrypt(aes, sealing, bytes.subarray(NONCE_BYTES)))
  }
  throw new Error('no secret of the Worker opens this data key')
}

/** The same data key, sealed with the Worker's secret of now. Throws if no secret opens it. */
export async function resealDataKey(env: Env, shop: KeyedShop): Promise<string> {
  const [secret] = secretsOf(env)
  return sealDataKey(secret, shop.id, await openDataKey(env, shop))
}

/** A key that is the same for all shops, for one use: derived from the Worker's secret itself. */
export async function commonKey(env: Env, use: string): Promise<CryptoKey> {
  const [secret] = secretsOf(env)
  const hkdf = { ...HKDF_SHA256, salt: new Uint8Array(), info: utf8(`shelfbell ${use}`) }
  const hmac = { name: 'HMAC', hash: 'SHA-256', length: 256 }
  return crypto.subtle.deriveKey(hkdf, await rootOf(secret), hmac, false, ['sign'])
}
