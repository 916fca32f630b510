/**
 * The look of a shop's mails and pages: the setting `look`, what is wrong with it, and the colours and
 * fonts that follow from it, for light and for dark mode. Pure.
 *
 * A shop names what it wants, and the rest fits what it named. No text is ever hard to read: a colour
 * that lacks contrast is refused, and a colour that Shelfbell chooses has it.
 */
import * as v from 'valibot'
import { line, strictObject, WebAddress, whole } from '../../shared/text.ts'
import { isOwn } from '../link/own.ts'
import {
  contrastOf,
  EDGE_CONTRAST,
  isDark,
  isGrey,
  lighter,
  mixed,
  paler,
  standsOut,
  TEXT_CONTRAST,
  tinted,
} from './colour.ts'

/** A colour as mail clients all read it: `#rrggbb`. It is stored in lower case. */
const Colour = v.pipe(line(7), v.regex(/^#[\da-f]{6}$/i, 'color_invalid'), v.toLowerCase())

/**
 * Font stacks of fonts that devices have: mail clients load none. `outlook` is what Outlook for Windows
 * takes, which otherwise writes Times New Roman.
 */
const FONTS = {
  system: {
    stack: "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
    outlook: "'Segoe UI'",
  },
  serif: {
    stack: "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, serif",
    outlook: "'Palatino Linotype'",
  },
  round: {
    stack: "ui-rounded, 'SF Pro Rounded', 'Arial Rounded MT Bold', Nunito, Calibri, sans-serif",
    outlook: 'Calibri',
  },
  mono: {
    stack: "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    outlook: 'Consolas',
  },
} as const

/** The setting `look`. What is missing follows from the rest. */
export const LookSettings = strictObject({
  logo: v.optional(
    strictObject({
      /** On the shop's origins or its `imageHosts`. */
      url: WebAddress,
      /** CSS pixels. Its height follows. */
      width: whole(16, 400),
      /** Default: the shop's name. */
      alt: v.optional(line(100)),
    }),
  ),
  colors: v.optional(
    strictObject({
      /** The button. */
      accent: v.optional(Colour),
      /** The text on the button. */
      onAccent: v.optional(Colour),
      /** Around the card. */
      background: v.optional(Colour),
      /** The card that the text stands on. */
      surface: v.optional(Colour),
      text: v.optional(Colour),
    }),
    {},
  ),
  /** Radius of all corners, CSS pixels. */
  corner: v.optional(whole(0, 32)),
  font: v.optional(v.picklist(Object.keys(FONTS) as (keyof typeof FONTS)[], 'choice_unknown')),
  /** Whether mails show the product's picture. Default: yes. */
  picture: v.optional(v.boolean('not_a_boolean')),
})
export type LookSettings = v.InferOutput<typeof LookSettings>

/** The colours of one mode. Each pair that meets has the contrast of WCAG 2.2, level AA. */
export interface Palette {
  /** The button, and the text on it. */
  accent: string
  onAccent: string
  /** The button's edge: its own colour, unless the card has almost the same. */
  accentEdge: string
  /** Around the card, and the card. */
  background: string
  surface: string
  text: string
  /** Text that matters less. */
  quiet: string
  /** The edges of fields. */
  edge: string
  /** Lines that only divide. */
  line: string
}

/** A look with all its parts. */
export interface Look {
  /** The shop's name; empty if it is not known. */
  name: string
  logo?: { url: string; width: number; alt: string }
  light: Palette
  dark: Palette
  /** Radius, CSS pixels. */
  corner: number
  font: { stack: string; outlook: string }
  picture: boolean
}

/** The parts of a shop's settings that make its look. */
export interface LookSource {
  name: string
  look?: LookSettings | undefined
}

const INK = '#1d1d1f'
const PAPER = '#ffffff'
const GROUND = '#f4f4f2'
const CORNER = 10
/** A button whose colour is nearer to the card's than this gets an edge, or it would be no button. */
const LEAST_BUTTON = 1.4

/** The look of a shop, complete. A shop without the setting has the standard look. */
export function lookOf({ name, look = {} as LookSettings }: LookSource): Look {
  const { logo, colors = {}, corner = CORNER, font = 'system', picture = true } = look
  const light = lightOf(colors)
  return {
    name,
    ...(logo && { logo: { ...logo, alt: logo.alt ?? name } }),
    light,
    dark: darkOf(light),
    corner,
    font: FONTS[font],
    picture,
  }
}

type Colours = NonNullable<LookSettings['colors']>

/** The grounds and the text on them: those that are named, and others that fit them. */
function groundsOf({ background, surface, text }: Colours) {
  const one = surface ?? background ?? PAPER
  const ink = text ?? inkOn(one)
  const fitting = (colour: string) => (standsOut(ink, [colour], TEXT_CONTRAST) ? colour : one)
  const card =
    background === undefined
      ? PAPER
      : fitting(isDark(background) ? mixed(background, PAPER, 0.07) : PAPER)
  const around =
    surface === undefined
      ? GROUND
      : fitting(isDark(surface) ? mixed(surface, '#000000', 0.35) : mixed(surface, INK, 0.045))
  return { background: background ?? around, surface: surface ?? card, text: ink }
}

/** The text that is easiest on a ground: our ink where it can be read, else black or white. */
const inkOn = (ground: string): string =>
  [INK, PAPER, '#000000'].find((ink) => standsOut(ink, [ground], TEXT_CONTRAST)) ?? INK

/** White on the button where it can be read, else our ink or black. */
const textOn = (accent: string): string =>
  [PAPER, INK, '#000000'].find((ink) => standsOut(ink, [accent], TEXT_CONTRAST)) ?? INK

function lightOf(colours: Colours): Palette {
  const grounds = groundsOf(colours)
  const accent = colours.accent ?? grounds.text
  return complete({ ...grounds, accent, onAccent: colours.onAccent ?? textOn(accent) })
}

/** The same look for dark mode. A look that is dark already stays as it is. */
function darkOf(light: Palette): Palette {
  if (isDark(light.surface)) return light
  const hues = [light.background, light.text]
  const background = tinted(hues, 0.075)
  const surface = tinted(hues, 0.125)
  const text = tinted(hues, 0.93)
  const vanishes = !standsOut(light.accent, [surface], EDGE_CONTRAST)
  // Black becomes white and not a grey, which would look as if the button could not be pressed.
  const accent =
    vanishes && isGrey(light.accent) ? text : lighter(light.accent, surface, EDGE_CONTRAST)
  const keeps = standsOut(light.onAccent, [accent], TEXT_CONTRAST)
  return complete({
    background,
    surface,
    text,
    accent,
    onAccent: keeps ? light.onAccent : textOn(accent),
  })
}

type Base = Omit<Palette, 'accentEdge' | 'quiet' | 'edge' | 'line'>

function complete(base: Base): Palette {
  const { accent, background, surface, text } = base
  const grounds = [surface, background]
  const edge = paler(text, grounds, EDGE_CONTRAST)
  return {
    ...base,
    accentEdge: contrastOf(accent, surface) < LEAST_BUTTON ? edge : accent,
    quiet: paler(text, grounds, TEXT_CONTRAST + 0.5),
    edge,
    line: mixed(surface, text, 0.14),
  }
}

/** Formats that Gmail or Outlook for Windows do not draw, by how an address ends. */
const UNDRAWN = /\.(?:svgz?|webp|avif|heic)$/i

/**
 * What is wrong with a look, as [pointer, code]. `shop`: where its pictures may lie; a logo may lie
 * nowhere else, so that no other host learns who reads a mail.
 */
export function lookFaults(
  { logo, colors = {} }: LookSettings,
  shop: { origins: readonly string[]; imageHosts: readonly string[] },
): [pointer: string, code: string][] {
  const faults: [string, string][] = []
  if (logo) {
    const { protocol, host, pathname } = new URL(logo.url)
    const isTheirs =
      isOwn(logo.url, shop.origins) || (protocol === 'https:' && shop.imageHosts.includes(host))
    if (!isTheirs) faults.push(['/look/logo/url', 'host_not_listed'])
    if (UNDRAWN.test(pathname)) faults.push(['/look/logo/url', 'picture_unsupported'])
  }
  const { background, surface, text } = groundsOf(colors)
  const unread = [background, surface].some((one) => !standsOut(text, [one], TEXT_CONTRAST))
  // Without a named text, no text could be read on both grounds.
  if (unread) faults.push([`/look/colors/${colors.text ? 'text' : 'surface'}`, 'contrast_low'])
  const { accent = text, onAccent } = colors
  if (onAccent !== undefined && !standsOut(onAccent, [accent], TEXT_CONTRAST)) {
    faults.push(['/look/colors/onAccent', 'contrast_low'])
  }
  return faults
}
