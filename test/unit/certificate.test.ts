import { describe, expect, it } from 'vitest'
import { readCertificate } from '../../worker/connectors/destinations/email/services/ses/certificate.ts'
import { SNS_CERTIFICATE } from '../fakes/sns.ts'

describe('a certificate', () => {
  it('gives its times and a key that WebCrypto takes', async () => {
    const read = readCertificate(SNS_CERTIFICATE)
    expect(new Date(read?.validFrom ?? 0).getUTCFullYear()).toBe(2026)
    expect(new Date(read?.validTo ?? 0).getUTCFullYear()).toBe(2126)
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const spki = read?.spki ?? new Uint8Array()
    const key = await crypto.subtle.importKey('spki', spki, rsa, true, ['verify'])
    expect(key.algorithm).toMatchObject({ modulusLength: 2048 })
  })

  it('is refused without an exception if it is cut or nothing like a certificate', () => {
    const base64 = SNS_CERTIFICATE.replaceAll(/-----[A-Z ]+-----|\s/g, '')
    const der = Uint8Array.fromBase64(base64)
    const pem = (bytes: Uint8Array) =>
      `-----BEGIN CERTIFICATE-----\n${bytes.toBase64()}\n-----END CERTIFICATE-----`
    for (let length = 0; length < der.length; length += 7) {
      expect(readCertificate(pem(der.slice(0, length)))).toBeUndefined()
    }
    for (let at = 0; at < der.length; at += 1) {
      const changed = der.slice()
      changed[at] = 0xff
      expect(() => readCertificate(pem(changed))).not.toThrow()
    }
    for (const text of ['', '-----BEGIN CERTIFICATE-----', SNS_CERTIFICATE.replaceAll('=', '?')]) {
      expect(readCertificate(text)).toBeUndefined()
    }
  })
})
