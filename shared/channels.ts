/**
 * The channels that a person can be notified over. A new channel is one entry here: its bit in SQL,
 * and the field of a request that holds its address. A `customerId` is the shop's own name for a
 * person and not an address: nothing is sealed for it.
 */
export const CHANNELS = {
  email: { bit: 1, address: 'email' },
  sms: { bit: 2, address: 'phone' },
  push: { bit: 4, address: 'customerId' },
  whatsapp: { bit: 8, address: 'phone' },
} as const satisfies Record<string, ChannelFacts>

export interface ChannelFacts {
  /** A power of two: sets of channels are stored as the sum of their bits. */
  bit: number
  address: 'email' | 'phone' | 'customerId'
}

export type Channel = keyof typeof CHANNELS
