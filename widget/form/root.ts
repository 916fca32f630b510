/** The dialog's element on the page, and what the page and the dialog keep from each other. */
import css from './form.css?inline'
import { isDark } from './scheme.ts'

const VARIABLES = ['accent', 'accent-text', 'radius', 'font']
  .concat('surface', 'text', 'soft', 'line', 'fault')
  .map((name) => `--shelfbell-${name}`)

/** A page's own shortcuts and focus traps must not answer to what is typed into the dialog. */
const OWN_EVENTS = ['keydown', 'keypress', 'keyup', 'click', 'focusin']

/** Read when the file is, and not when the shopper waits for the form. */
const sheet = new CSSStyleSheet()
sheet.replaceSync(css)

/** A shadow root at the end of the page that looks as the button's surroundings ask for. */
export function makeRoot(button: HTMLElement): ShadowRoot {
  const host = document.createElement('shelf-bell')
  const look = getComputedStyle(button)
  for (const name of VARIABLES) host.style.setProperty(name, look.getPropertyValue(name))
  // An accent without a text colour: the button's own is known to be readable on it.
  if (look.getPropertyValue('--shelfbell-accent') && button.part.contains('button'))
    host.style.setProperty('--shelfbell-accent-text', look.color)
  if (isDark(look)) host.setAttribute('dark', '')
  for (const type of OWN_EVENTS) host.addEventListener(type, (event) => event.stopPropagation())
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  document.body.append(host)
  return root
}
