import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { newDataKey } from '../../worker/secret.ts'
import { type About, commonIndex, linkKey, openVault } from '../../worker/vault.ts'

// Sealed text begins with one byte of format and twelve of nonce.
const nonceOf = (sealed: string) =>
  Uint8Array.fromBase64(sealed, { alphabet: 'base64url' }).slice(1, 13).toHex()

const about: About = ['address', 'ada', 'email']

const newShop = async (id: string, secrets: Partial<Env> = {}) => ({
  id,
  dataKey: await newDataKey({ ...env, ...secrets }, id),
})

describe('the vault of a shop', () => {
  it('seals the same address twice with two nonces, and opens both', async () => {
    const vault = await openVault(env, await newShop('shop-1'))
    const sealed = [
      await vault.seal('ada@example.com', about),
      await vault.seal('ada@example.com', about),
    ]
    expect(new Set(sealed.map(nonceOf)).size).toBe(2)
    // Neither the ciphertext nor the tag may show that the addresses are equal.
    expect(sealed[0]?.slice(-20)).not.toBe(sealed[1]?.slice(-20))
    for (const one of sealed) expect(await vault.open(one, about)).toBe('ada@example.com')
  })

  it('gives one address the same index each time, and another index as a phone number', async () => {
    const vault = await openVault(env, await newShop('shop-1'))
    const index = await vault.index('email', 'ada@example.com')
    expect(index).toMatch(/^[\w-]{22}$/)
    expect(await vault.index('email', 'ada@example.com')).toBe(index)
    expect(await vault.index('email', 'eve@example.com')).not.toBe(index)
    expect(await vault.index('phone', 'ada@example.com')).not.toBe(index)
  })

  it('opens nothing that another shop sealed, and nothing that was changed', async () => {
    const [vault, other] = [
      await openVault(env, await newShop('shop-1')),
      await openVault(env, await newShop('shop-2')),
    ]
    const sealed = await vault.seal('ada@example.com', about)
    await expect(other.open(sealed, about)).rejects.toThrow('Decryption failed')
    const bytes = Uint8Array.fromBase64(sealed, { alphabet: 'base64url' })
    bytes[20] = (bytes[20] ?? 0) ^ 1
    const changed = bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
    await expect(vault.open(changed, about)).rejects.toThrow('Decryption failed')
    expect(await other.index('email', 'a@b.c')).not.toBe(await vault.index('email', 'a@b.c'))
  })

  it.each<[string, About]>([
    ['another person', ['address', 'eve', 'email']],
    ['another kind of address', ['address', 'ada', 'phone']],
    ['a setting', ['setting', 'ada', 'email']],
    ['the same names cut elsewhere', ['address', 'ada"', '"email']],
  ])('opens nothing that was copied to %s', async (_, elsewhere) => {
    const vault = await openVault(env, await newShop('shop-1'))
    const sealed = await vault.seal('ada@example.com', about)
    await expect(vault.open(sealed, elsewhere)).rejects.toThrow('Decryption failed')
  })

  it('opens no text of an unknown format', async () => {
    const vault = await openVault(env, await newShop('shop-1'))
    const bytes = Uint8Array.fromBase64(await vault.seal('x', about), { alphabet: 'base64url' })
    bytes[0] = 2
    const changed = bytes.toBase64({ alphabet: 'base64url', omitPadding: true })
    await expect(vault.open(changed, about)).rejects.toThrow('unknown format')
  })
})

describe('the data key of a shop', () => {
  const OLD = 'the-old-secret-0123456789-0123456789'
  const NEW = 'the-new-secret-0123456789-0123456789'
  const before = { ...env, SHELFBELL_SECRET: OLD }
  const during = { ...env, SHELFBELL_SECRET: NEW, SHELFBELL_SECRET_BEFORE: OLD }
  const after = { ...env, SHELFBELL_SECRET: NEW }

  it('differs for each shop, and does not open as another shop’s key', async () => {
    const shop = await newShop('shop-1')
    const twin = { id: 'shop-1', dataKey: await newDataKey(env, 'shop-1') }
    const [vault, other] = [await openVault(env, shop), await openVault(env, twin)]
    expect(await vault.index('email', 'a@b.c')).not.toBe(await other.index('email', 'a@b.c'))
    const copied = { id: 'shop-2', dataKey: shop.dataKey }
    await expect(openVault(env, copied)).rejects.toThrow('Decryption failed')
  })

  it('opens with the secret that sealed it, also if that is now the previous one', async () => {
    const shop = await newShop('shop-1', before)
    const index = await (await openVault(before, shop)).index('email', 'a@b.c')
    expect(await (await openVault(during, shop)).index('email', 'a@b.c')).toBe(index)
    await expect(openVault(after, shop)).rejects.toThrow('no secret of the Worker opens')
  })

  it('is sealed with the new secret while there are two', async () => {
    const shop = await newShop('shop-1', during)
    await expect(openVault(after, shop)).resolves.toBeDefined()
    await expect(openVault(before, shop)).rejects.toThrow('no secret of the Worker opens')
  })

  it('gives each purpose of a link its own key', async () => {
    const shop = await newShop('shop-1')
    const text = new TextEncoder().encode('text')
    const signatures = await Promise.all(
      (['unsubscribe', 'confirm', 'manage', 'click'] as const).map(async (purpose) =>
        new Uint8Array(
          await crypto.subtle.sign('HMAC', await linkKey(env, shop, purpose), text),
        ).toHex(),
      ),
    )
    expect(new Set(signatures).size).toBe(4)
  })
})

describe('the index of an address over all shops', () => {
  it('is the same for all spellings of a mailbox, and differs for each mailbox and number', async () => {
    const index = await commonIndex(env, 'ada.l@gmail.com')
    for (const one of ['adal@gmail.com', 'a.d.a.l+9@googlemail.com', 'ADAL@Gmail.com']) {
      expect(await commonIndex(env, one)).toBe(index)
    }
    const others = ['ada.l@example.com', 'eve@gmail.com', '+46701234567', '+46701234568']
    const indexes = await Promise.all(others.map((one) => commonIndex(env, one)))
    expect(new Set([index, ...indexes]).size).toBe(5)
  })
})
