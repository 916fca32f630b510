/** Sets of channels as they are stored: one bit each, so that SQL can join and compare sets. */
import { type Channel, type ChannelFacts, CHANNELS } from '../../shared/channels.ts'

const ALL: [Channel, ChannelFacts][] = Object.entries(CHANNELS) as [Channel, ChannelFacts][]

/** The sum of the channels' bits. */
export const channelBits = (channels: readonly Channel[]): number =>
  channels.reduce((bits, channel) => bits | CHANNELS[channel].bit, 0)

/** The channels of a sum of bits. */
export const channelsFromBits = (bits: number): Channel[] =>
  ALL.flatMap(([channel, { bit }]) => ((bits & bit) === 0 ? [] : channel))

/** The channels that reach somebody by this kind of address. */
export const channelsBy = (address: ChannelFacts['address']): Channel[] =>
  ALL.flatMap(([channel, facts]) => (facts.address === address ? channel : []))

/** The channels with an address of their own, which is sealed. */
export const ADDRESSED: Channel[] = [...channelsBy('email'), ...channelsBy('phone')]

/** SQL: the bit of the channel that an expression names. */
export const bitOf = (channel: string): string =>
  `CASE ${channel} ${ALL.map(([name, { bit }]) => `WHEN '${name}' THEN ${bit}`).join(' ')} END`
