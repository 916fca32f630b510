/** The form's element on the page, which separates the styles and events of page and form. */
import css from './form.css?inline'
import { isDark } from './scheme.ts'

/** The variables that a page may set: all that the form's styles read. */
const VARIABLES = new Set(css.match(/--shelfbell-[\w-]+/g))

/**
 * Events that the page must not get: its shortcuts and focus traps would react to typing in the form.
 * The page may listen in the capture phase, so the window stops them first. The form needs none.
 */
const OWN_EVENTS = ['keydown', 'keypress', 'keyup', 'focusin']

/** The element of the open or the last form. */
let host: HTMLElement | undefined

for (const type of OWN_EVENTS) {
  const keep = (event: Event) => {
    if (host && event.composedPath().includes(host)) event.stopPropagation()
  }
  addEventListener(type, keep, true)
}

const sheet = new CSSStyleSheet()

/** The parts that a page may style. */
const PARTS = 'dialog,title,product,image,label,input,select,box,hint,fault,submit,link,close'

/**
 * Creates the form's shadow root with the button's variables and colour scheme: at the end of the
 * page, or, for an inline form, beside the button, so that it disappears with it.
 */
export function makeRoot(button: HTMLElement, inline: boolean): ShadowRoot {
  host = document.createElement('shelf-bell')
  const look = getComputedStyle(button)
  for (const name of VARIABLES) host.style.setProperty(name, look.getPropertyValue(name))
  // If the page sets only an accent, the button's text colour is readable on it.
  if (look.getPropertyValue('--shelfbell-accent') && button.part.contains('button'))
    host.style.setProperty('--shelfbell-accent-text', look.color)
  if (isDark(look)) host.setAttribute('dark', '')
  host.addEventListener('click', (event) => event.stopPropagation())
  const root = host.attachShadow({ mode: 'open' })
  // Every time: WebKit keeps media query results from before a resize for detached styles.
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  if (inline) {
    host.setAttribute('exportparts', PARTS)
    button.after(host)
  } else document.body.append(host)
  return root
}
