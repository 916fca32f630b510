/**
 * Addresses as they are stored beside a set of channels: JSON by channel, each sealed, with the
 * blind index that stands for it where addresses must be compared. Of one person, e-mail address
 * and number have an index each; the same number has the same index for SMS and for WhatsApp.
 */
import { type Channel, CHANNELS } from '../../shared/channels.ts'
import type { Vault } from '../vault.ts'

export type SealedAddresses = Partial<Record<Channel, SealedAddress>>

export interface SealedAddress {
  sealed: string
  index: string
}

/** Addresses in their kept form: e-mail as shared/email.ts keeps it, numbers in E.164. */
export interface Addresses {
  email?: string | undefined
  phone?: string | undefined
}

/** Seals the addresses of some channels. A channel without an address has no entry. */
export async function sealAddresses(
  vault: Vault,
  channels: readonly Channel[],
  addresses: Addresses,
): Promise<SealedAddresses> {
  const kept = new Map<string, Promise<SealedAddress>>()
  const seal = async (kind: 'email' | 'phone', address: string): Promise<SealedAddress> => {
    const [sealed, index] = await Promise.all([vault.seal(address), vault.index(kind, address)])
    return { sealed, index }
  }
  const entries = channels.map(async (channel) => {
    const { address: kind } = CHANNELS[channel]
    const address = kind === 'customerId' ? undefined : addresses[kind]
    if (kind === 'customerId' || !address) return []
    const one = kept.get(kind) ?? seal(kind, address)
    kept.set(kind, one)
    return [[channel, await one] as const]
  })
  return Object.fromEntries((await Promise.all(entries)).flat())
}

/** Addresses in clear, by channel. */
export async function openAddresses(
  vault: Vault,
  sealed: SealedAddresses,
): Promise<Partial<Record<Channel, string>>> {
  const entries = Object.entries(sealed).map(
    async ([channel, address]) => [channel, await vault.open(address.sealed)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

/** The addresses that a column holds; none where it is empty. */
export const readAddresses = (json: string | null): SealedAddresses =>
  json === null ? {} : (JSON.parse(json) as SealedAddresses)
