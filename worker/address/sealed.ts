/**
 * Addresses as they are stored beside a set of channels: JSON by channel. Each address is sealed
 * and has a blind index, so that SQL can compare addresses. An e-mail address and a phone number
 * have different indexes; one number has the same index for SMS and for WhatsApp.
 */
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import type { Vault } from '../vault.ts'

/** The sealed addresses of a contact, a subscription or an outbox row. */
export type SealedAddresses = Partial<Record<Channel, SealedAddress>>

/** One address: encrypted, and its blind index. */
export interface SealedAddress {
  sealed: string
  index: string
}

/** Addresses in clear: e-mail as shared/email.ts normalises it, phone numbers in E.164. */
export interface Addresses {
  email?: string | undefined
  phone?: string | undefined
}

/**
 * Seals the address of each channel for its contact. A sealed address may move between the rows of
 * one person; it does not open in another person's row. A channel without an address gets no entry.
 */
export async function sealAddresses(
  vault: Vault,
  contactId: string,
  channels: readonly Channel[],
  addresses: Addresses,
): Promise<SealedAddresses> {
  const byKind = new Map<string, Promise<SealedAddress>>()
  // The index of the address that identifies the contact is the contact's id (contact.ts).
  const identity = addresses.email ? 'email' : 'phone'
  const seal = async (kind: 'email' | 'phone', address: string): Promise<SealedAddress> => {
    const [sealed, index] = await Promise.all([
      vault.seal(address, ['address', contactId, kind]),
      kind === identity ? contactId : vault.index(kind, address),
    ])
    return { sealed, index }
  }
  const entries = channels.map(async (channel) => {
    const kind = CHANNELS[channel]
    const address = kind === 'customerId' ? undefined : addresses[kind]
    if (kind === 'customerId' || !address) return []
    const sealed = byKind.get(kind) ?? seal(kind, address)
    byKind.set(kind, sealed)
    return [[channel, await sealed] as const]
  })
  return Object.fromEntries((await Promise.all(entries)).flat())
}

/** Decrypts the addresses of a contact; gives them in clear, by channel. */
export async function openAddresses(
  vault: Vault,
  contactId: string,
  sealed: SealedAddresses,
): Promise<Partial<Record<Channel, string>>> {
  const entries = Object.entries(sealed).map(async ([channel, { sealed: text }]) => {
    const kind = CHANNELS[channel as Channel]
    return [channel, await vault.open(text, ['address', contactId, kind])] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Parses an `addresses` column. NULL holds no addresses. */
export const readAddresses = (json: string | null): SealedAddresses =>
  json === null ? {} : (JSON.parse(json) as SealedAddresses)
