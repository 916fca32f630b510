/** The form's element on the page, and what the page and the form keep from each other. */
import css from './form.css?inline'
import { isDark } from './scheme.ts'

/** What a page may set: all that the form's styles read. */
const VARIABLES = new Set(css.match(/--shelfbell-[\w-]+/g))

/**
 * A page's own shortcuts and focus traps must not answer to what is typed into the form. They may
 * listen on the way down, so these events end before they begin: nothing in here listens to them.
 */
const OWN_EVENTS = ['keydown', 'keypress', 'keyup', 'focusin']

/** Of the form that is open, or was last. */
let host: HTMLElement | undefined

for (const type of OWN_EVENTS) {
  const keep = (event: Event) => {
    if (host && event.composedPath().includes(host)) event.stopPropagation()
  }
  addEventListener(type, keep, true)
}

const sheet = new CSSStyleSheet()

/** What a page may style, from wherever the form is. */
const PARTS = 'dialog,title,product,image,label,input,select,box,hint,fault,submit,link,close'

/**
 * A shadow root that looks as the button's surroundings ask for: at the end of the page, or beside
 * the button, where the page's styles do not reach and which goes when the button goes.
 */
export function makeRoot(button: HTMLElement, inline: boolean): ShadowRoot {
  host = document.createElement('shelf-bell')
  const look = getComputedStyle(button)
  for (const name of VARIABLES) host.style.setProperty(name, look.getPropertyValue(name))
  // An accent without a text colour: the button's own is known to be readable on it.
  if (look.getPropertyValue('--shelfbell-accent') && button.part.contains('button'))
    host.style.setProperty('--shelfbell-accent-text', look.color)
  if (isDark(look)) host.setAttribute('dark', '')
  host.addEventListener('click', (event) => event.stopPropagation())
  const root = host.attachShadow({ mode: 'open' })
  // Each time: of styles that were away when the window changed, WebKit keeps the old size's.
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  if (inline) {
    host.setAttribute('exportparts', PARTS)
    button.after(host)
  } else document.body.append(host)
  return root
}
