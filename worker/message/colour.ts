/**
 * Colours as `#rrggbb`: how much two of them differ to the eye, and colours that follow from others.
 * Pure. Contrast is that of WCAG 2.2 ("contrast ratio", "relative luminance").
 */

/** Least contrast of text on its ground (WCAG 2.2, 1.4.3). */
export const TEXT_CONTRAST = 4.5
/** Least contrast of the edges of a control (WCAG 2.2, 1.4.11). */
export const EDGE_CONTRAST = 3

type Channels = [red: number, green: number, blue: number]

/** The three parts of a colour, each from 0 to 1. */
const channelsOf = (colour: string): Channels => {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16) / 255
  return [part(1), part(3), part(5)]
}

const colourOf = (channels: readonly number[]): string =>
  `#${channels.map((part) => hex(Math.round(part * 255))).join('')}`

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

/** How bright a colour is, from 0 (black) to 1 (white). */
function luminanceOf(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as Channels
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours, from 1 (equal) to 21 (black and white). */
export function contrastOf(one: string, other: string): number {
  const [light = 1, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

/** Whether a colour has at least this contrast to each of the grounds. */
export const standsOut = (colour: string, grounds: readonly string[], least: number): boolean =>
  grounds.every((ground) => contrastOf(colour, ground) >= least)

/** Whether white text is easier to read on a colour than black text. */
export const isDark = (colour: string): boolean =>
  contrastOf(colour, '#ffffff') > contrastOf(colour, '#000000')

/** A colour with a share (0 to 1) of another one. */
export function mixed(colour: string, other: string, share: number): string {
  const others = channelsOf(other)
  return colourOf(
    channelsOf(colour).map((part, at) => part + ((others[at] ?? part) - part) * share),
  )
}

/** `text` as pale as it may become while it has this contrast to each of the grounds. */
export function paler(text: string, grounds: readonly string[], least: number): string {
  const [surface = text] = grounds
  for (let share = 0.6; share > 0; share -= 0.05) {
    const pale = mixed(text, surface, share)
    if (standsOut(pale, grounds, least)) return pale
  }
  return text
}

/** `colour`, made lighter until it has this contrast to a dark ground. */
export function lighter(colour: string, ground: string, least: number): string {
  for (let share = 0; share < 1; share += 0.05) {
    const light = mixed(colour, '#ffffff', share)
    if (contrastOf(light, ground) >= least) return light
  }
  return '#ffffff'
}

/** How much hue a colour has, from 0 (grey) to 1. */
const strengthOf = (colour: string): number => {
  const channels = channelsOf(colour)
  return Math.max(...channels) - Math.min(...channels)
}

/** Above this a colour is no longer taken for a grey with a tint. */
const FULL_STRENGTH = 0.15

/** Whether a colour is black, white or a grey, or nearly so. */
export const isGrey = (colour: string): boolean => strengthOf(colour) < FULL_STRENGTH / 2

/** A grey of this lightness (0 to 1) with the hue of the most colourful of these colours. */
export function tinted(colours: readonly string[], lightness: number): string {
  const [colour = '#000000'] = colours.toSorted((a, b) => strengthOf(b) - strengthOf(a))
  const channels = channelsOf(colour)
  const strength = strengthOf(colour)
  if (strength === 0) return colourOf([lightness, lightness, lightness])
  const reach = Math.min(lightness, 1 - lightness) * 0.35 * Math.min(1, strength / FULL_STRENGTH)
  const least = Math.min(...channels)
  return colourOf(channels.map((part) => lightness + reach * ((2 * (part - least)) / strength - 1)))
}
