/** The style sheet of the pages that people see, in a shop's look, light and dark. Pure. */
import { isDark, standsOut, TEXT_CONTRAST } from '../message/colour.ts'
import type { Look, Palette } from '../message/look.ts'

/** Reds for what is wrong with a field: the first that can be read on the card. */
const REDS = ['#b3261e', '#ffb4ab']

const variables = (palette: Palette): string => {
  const { accent, onAccent, accentEdge, background, surface, text, quiet, edge, line } = palette
  const fault = REDS.find((red) => standsOut(red, [surface], TEXT_CONTRAST)) ?? text
  const scheme = isDark(surface) ? 'dark' : 'light'
  return `color-scheme: ${scheme}; --accent: ${accent}; --on-accent: ${onAccent}; --accent-edge: ${accentEdge};
    --background: ${background}; --surface: ${surface}; --text: ${text}; --quiet: ${quiet};
    --edge: ${edge}; --line: ${line}; --fault: ${fault};`
}

/** A page's style sheet: text for a `<style>`. It loads nothing, and its colours are checked ones. */
export const pageStyle = ({ light, dark, corner, font }: Look): string => `
  :root { ${variables(light)} --corner: ${corner}px; --small-corner: ${Math.min(corner, 12)}px; }
  @media (prefers-color-scheme: dark) { :root { ${variables(dark)} } }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; min-height: 100dvh; padding: clamp(1rem, 5vw, 4rem) 1rem;
    display: grid; justify-items: center; align-items: start; align-content: center;
    background: var(--background); color: var(--text); font: 1.0625rem/1.55 ${font.stack};
    overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
  main { width: 100%; max-width: 31rem; padding: clamp(1.5rem, 7vw, 2.75rem);
    background: var(--surface); border: 1px solid var(--line); border-radius: var(--corner); }
  .sender { margin: 0 0 1.75rem; font-weight: 700; }
  .sender img { display: block; box-sizing: content-box; max-width: 100%; height: auto; }
  h1 { font-size: 1.625rem; line-height: 1.25; letter-spacing: -.01em; margin: 0 0 .75rem;
    text-wrap: balance; }
  p { margin: 0 0 1rem; }
  main > :last-child, main > :last-child > :last-child { margin-bottom: 0; }
  button { font: inherit; font-weight: 700; min-height: 3rem; padding: .75rem 1.75rem;
    border: 1px solid var(--accent-edge); border-radius: var(--small-corner);
    background: var(--accent); color: var(--on-accent); cursor: pointer; }
  button:hover { box-shadow: 0 0 0 1px var(--accent-edge); }
  form { margin: 1.5rem 0; }
  form button { display: block; margin: .75rem 0 0; }
  button.second { background: none; border-color: var(--edge); color: inherit; }
  button.quiet { background: none; border-color: transparent; box-shadow: none; color: inherit;
    min-height: 2.75rem; padding: .5rem 0; font-weight: 400; text-decoration: underline; text-underline-offset: .2em; }
  button.quiet:hover { text-decoration-thickness: 2px; }
  label, select, input:not([type=checkbox], [hidden]) { display: block; }
  select, input:not([type=checkbox]) { font: inherit; width: 100%; min-height: 3rem;
    padding: .625rem .75rem; border: 1px solid var(--edge); border-radius: var(--small-corner);
    background: var(--surface); color: inherit; }
  input[type=checkbox] { width: 1.5rem; height: 1.5rem; margin: 0; margin-inline-end: .25rem;
    vertical-align: -.375rem; accent-color: var(--text); }
  [aria-invalid] { border-color: var(--fault); box-shadow: 0 0 0 1px var(--fault); }
  label { margin: 1.25rem 0 .25rem; font-weight: 700; }
  label:has([type=checkbox]) { font-weight: 400; }
  .fault { margin: .25rem 0; color: var(--fault); }
  ul { list-style: none; margin: 1rem 0 0; padding: 0; }
  li { display: flex; gap: 1rem; justify-content: space-between; align-items: center;
    padding: .75rem 0; border-top: 1px solid var(--line); }
  li button { margin: 0; flex-shrink: 0; }
  button + .quiet { margin-top: .5rem; }
  .quiet + .quiet { margin-top: 0; }
  small { display: block; margin-top: .25rem; line-height: 1.45; font-size: .875rem; color: var(--quiet); }
  details { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: 1rem; }
  summary { cursor: pointer; padding: .25rem 0; }
  a { color: inherit; text-underline-offset: .2em; }
  a:hover { text-decoration-thickness: 2px; }
  :is(a, button, input, select, summary):focus-visible {
    outline: 3px solid var(--text); outline-offset: 3px; }
  ${isDark(light.surface) ? '' : plate(light, corner)}`

/** A logo is made for the light card, so in dark mode it keeps that card's colour around it. */
const plate = ({ surface }: Palette, corner: number): string =>
  `@media (prefers-color-scheme: dark) { .sender img {
    background: ${surface}; padding: .5rem .75rem; max-width: calc(100% - 1.5rem); border-radius: ${Math.min(corner, 8)}px; } }`
