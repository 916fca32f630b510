import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { commonIndex, openVault } from '../../worker/vault.ts'

// Sealed text begins with one byte of format and twelve of nonce.
const nonceOf = (sealed: string) =>
  Uint8Array.fromBase64(sealed, { alphabet: 'base64url' }).slice(1, 13).toHex()

describe('the vault of a shop', () => {
  it('seals the same address twice with two nonces, and opens both', async () => {
    const vault = await openVault(env, 'shop-1')
    const sealed = [await vault.seal('ada@example.com'), await vault.seal('ada@example.com')]
    expect(new Set(sealed.map(nonceOf)).size).toBe(2)
    // Neither the ciphertext nor the tag may show that the addresses are equal.
    expect(sealed[0]?.slice(-20)).not.toBe(sealed[1]?.slice(-20))
    for (const one of sealed) expect(await vault.open(one)).toBe('ada@example.com')
  })

  it('gives one address the same index each time, and another index as a phone number', async () => {
    const vault = await openVault(env, 'shop-1')
    const index = await vault.index('email', 'ada@example.com')
    expect(index).toMatch(/^[\w-]{22}$/)
    expect(await vault.index('email', 'ada@example.com')).toBe(index)
    expect(await vault.index('email', 'eve@example.com')).not.toBe(index)
    expect(await vault.index('phone', 'ada@example.com')).not.toBe(index)
  })

  it('opens nothing that another shop sealed, and nothing that was changed', async () => {
    const [vault, other] = [await openVault(env, 'shop-1'), await openVault(env, 'shop-2')]
    const sealed = await vault.seal('ada@example.com')
    await expect(other.open(sealed)).rejects.toThrow('Decryption failed')
    const bytes = Uint8Array.fromBase64(sealed, { alphabet: 'base64url' })
    bytes[20] = (bytes[20] ?? 0) ^ 1
    const changed = bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
    await expect(vault.open(changed)).rejects.toThrow('Decryption failed')
    expect(await other.index('email', 'a@b.c')).not.toBe(await vault.index('email', 'a@b.c'))
  })
})

describe('the index of an address over all shops', () => {
  it('is one for all spellings of a mailbox, and another for each mailbox and number', async () => {
    const index = await commonIndex(env, 'ada.l@gmail.com')
    for (const one of ['adal@gmail.com', 'a.d.a.l+9@googlemail.com', 'ADAL@Gmail.com']) {
      expect(await commonIndex(env, one)).toBe(index)
    }
    const others = ['ada.l@example.com', 'eve@gmail.com', '+46701234567', '+46701234568']
    const indexes = await Promise.all(others.map((one) => commonIndex(env, one)))
    expect(new Set([index, ...indexes]).size).toBe(5)
  })
})
