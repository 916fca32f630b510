/**
 * Sets of channels as they are stored: one bit a channel, so that SQL can join and compare sets.
 */
import { type Channel, type ChannelFacts, CHANNELS } from '../../shared/channels.ts'

const ALL: [Channel, ChannelFacts][] = Object.entries(CHANNELS) as [Channel, ChannelFacts][]

/** A set of channels as a number: the sum of their bits. */
export const channelBits = (channels: readonly Channel[]): number =>
  channels.reduce((bits, channel) => bits | CHANNELS[channel].bit, 0)

/** The channels whose bits are set. */
export const channelsFromBits = (bits: number): Channel[] =>
  ALL.flatMap(([channel, { bit }]) => ((bits & bit) === 0 ? [] : channel))

/** The channels that use this kind of address. */
export const channelsBy = (address: ChannelFacts['address']): Channel[] =>
  ALL.flatMap(([channel, facts]) => (facts.address === address ? channel : []))

/** The channels that use a sealed address. Push uses the shop's own customer id instead. */
export const CHANNELS_WITH_ADDRESS: Channel[] = [...channelsBy('email'), ...channelsBy('phone')]

/** SQL: the bit of a channel. `channel`: an expression that gives the channel's name. */
export const bitOf = (channel: string): string =>
  `CASE ${channel} ${ALL.map(([name, { bit }]) => `WHEN '${name}' THEN ${bit}`).join(' ')} END`
