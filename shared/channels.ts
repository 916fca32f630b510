/**
 * The channels that a person can be notified over, each with the field of a request that holds its
 * address. A new channel is one more entry at the end: sets of channels are stored as bits in this
 * order. A `customerId` is the shop's own name for a person, not an address: nothing is sealed for it.
 */
export const CHANNELS = {
  email: 'email',
  sms: 'phone',
  push: 'customerId',
  whatsapp: 'phone',
} as const satisfies Record<string, AddressKind>

export type AddressKind = 'email' | 'phone' | 'customerId'

export type Channel = keyof typeof CHANNELS
