/**
 * How a look gets onto the elements of a mail: the light one inline, and the dark one by a style sheet.
 * A client that drops the sheet shows the light look. Pure.
 */
import { isDark, mixed } from './colour.ts'
import { type Look, lookOf, type Palette } from './look.ts'

/** Widths in CSS pixels: of a mail's column, and of what is beside the text within it. */
export const COLUMN = 560
export const INSET = 32

/** The look of a mail that takes none of a shop's. */
export const PLAIN = lookOf({ name: '' })

/** The classes that elements of a mail carry, each with its colours in a palette. */
const RULES = {
  ground: ({ background }) => `background-color: ${background}`,
  card: ({ surface, line }) => `background-color: ${surface}; border-color: ${line}`,
  ink: ({ text }) => `color: ${text}`,
  quiet: ({ quiet }) => `color: ${quiet}`,
  line: ({ line }) => `border-color: ${line}`,
  button: ({ accent, accentEdge }) => `background-color: ${accent}; border-color: ${accentEdge}`,
  label: ({ onAccent }) => `color: ${onAccent}`,
  // Almost the ground. Spam filters count text in the ground's own colour as a trick (SpamAssassin's
  // HTML_FONT_LOW_CONTRAST, 0.7), and take this for faint.
  unseen: ({ background, text }) => `color: ${mixed(background, text, 0.12)}`,
} as const satisfies Record<string, (palette: Palette) => string>

/** What a class names: a colour that dark mode changes. */
export type Colours = keyof typeof RULES

/** The colours of a class in the light look, for the element itself. */
export const lightly = (look: Look, name: Colours): string => `${RULES[name](look.light)};`

/** The class and the style of an element that has a colour. */
export const painted = (look: Look, colours: Colours, style = '') => ({
  class: colours,
  style: `${lightly(look, colours)} ${style}`.trim(),
})

/** The rules for dark mode, one class each. */
const rulesOf = ({ dark }: Look, before = ''): string =>
  Object.entries(RULES)
    .map(
      ([name, rule]) => `${before}.${name} { ${rule(dark).replaceAll(/(?=;|$)/g, ' !important')} }`,
    )
    .join('\n')

/**
 * A shop's logo is made for its light card, and may be dark ink on nothing: in dark mode it stands on a
 * plate in the light card's colour.
 */
const plateOf = ({ light, dark, corner }: Look): string =>
  isDark(light.surface) || !isDark(dark.surface)
    ? ''
    : `.plate { background-color: ${light.surface} !important; padding: 8px 12px !important; border-radius: ${Math.min(corner, 8)}px !important }`

/** The style sheet of a mail in this look: text for a `<style>`. */
export const darkSheet = (look: Look): string =>
  `:root { color-scheme: light dark; supported-color-schemes: light dark }
@media (prefers-color-scheme: dark) {
${rulesOf(look)}
${plateOf(look)}
}`

/**
 * Outlook's apps and Outlook on the web know no such query. They mark what they made dark themselves.
 * A sheet of its own, because a client that does not know these selectors may drop the whole sheet.
 */
export const outlookSheet = (look: Look): string => `${rulesOf(look, '[data-ogsc] ')}
${rulesOf(look, '[data-ogsb] ')}`

/** Outlook for Windows writes Times New Roman in place of a font that it does not find first. */
export const windowsFont = ({ font }: Look): string =>
  `<!--[if mso]><style>td, p, h1, a, li { font-family: ${font.outlook}, sans-serif !important }</style><![endif]-->`
