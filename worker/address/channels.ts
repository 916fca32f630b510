/**
 * Sets of channels as they are stored: one bit a channel, so that SQL can join and compare sets.
 */
import { type AddressKind, type Channel, CHANNELS } from '../../shared/channels.ts'

const ALL = Object.keys(CHANNELS) as Channel[]

const bit = (channel: Channel): number => 1 << ALL.indexOf(channel)

/** A set of channels as a number: the sum of their bits. */
export const channelBits = (channels: readonly Channel[]): number =>
  channels.reduce((bits, channel) => bits | bit(channel), 0)

/** The channels whose bits are set. */
export const channelsFromBits = (bits: number): Channel[] =>
  ALL.filter((channel) => (bits & bit(channel)) !== 0)

/** The channels that use this kind of address. */
export const channelsBy = (kind: AddressKind): Channel[] =>
  ALL.filter((channel) => CHANNELS[channel] === kind)

/** The channels that use a sealed address. Push uses the shop's own customer id instead. */
export const CHANNELS_WITH_ADDRESS: Channel[] = [...channelsBy('email'), ...channelsBy('phone')]

/** The bits of the channels without an address. A person confirms them together with an address. */
export const BITS_WITHOUT_ADDRESS: number = channelBits(channelsBy('customerId'))

/** SQL: the bit of a channel. `channel`: an expression that gives the channel's name. */
export const bitOf = (channel: string): string =>
  `CASE ${channel} ${ALL.map((name) => `WHEN '${name}' THEN ${bit(name)}`).join(' ')} END`
