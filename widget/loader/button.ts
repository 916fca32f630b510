/** The button on the page, in a shadow root of its own, and what a press on it does. */
import type { FormModule, Variant } from '../contract.ts'
import { buttonWords } from '../texts/button.ts'
import css from './button.css?inline'

/** A button, and the variants that it opens the form with. */
export interface Button {
  host: HTMLElement
  button: HTMLElement
  variants: Variant[]
}

let form: Promise<FormModule> | undefined
let tries = ''
let close: (() => void) | undefined

/** Closes the form, if it is open. */
export const closeForm = () => close?.()

/** The form's module. Browsers remember a failed import, so the next try has another address. */
const load = (base: string): Promise<FormModule> =>
  (form ??= (import(/* @vite-ignore */ base + FORM_FILE + tries) as Promise<FormModule>).catch(
    (error: unknown) => {
      form = undefined
      tries += '?'
      throw error
    },
  ))

/** The button's word in a language. */
export const wordIn = (locale: string | undefined) =>
  buttonWords[`${locale?.split('-')[0]}`] ?? buttonWords.en

export function makeButton(base: string, shop: string): Button {
  const host = document.createElement('shelf-bell')
  const button = document.createElement('button')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  root.append(button)
  button.type = 'button'
  button.part = 'button'
  button.ariaHasPopup = 'dialog'
  for (const type of ['pointerenter', 'focus']) {
    button.addEventListener(type, () => load(base).catch(() => {}))
  }
  button.addEventListener('click', async (event) => {
    // The place may be inside a link, or a card that listens.
    event.preventDefault()
    event.stopPropagation()
    if (button.ariaDisabled) return
    button.ariaDisabled = 'true'
    try {
      const { open } = await load(base)
      if (host.isConnected) close = open({ base, shop, variants: made.variants, button })
    } catch (error) {
      console.warn('Shelfbell:', error)
    }
    button.ariaDisabled = null
  })
  const made: Button = { host, button, variants: [] }
  return made
}
