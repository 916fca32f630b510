/**
 * The buttons of a page, and what a press does. Loaded when something is sold out, and never
 * before. A button shows when its word is there, so that no language flickers into another.
 */
import {
  RETRIES,
  said,
  type ButtonModule,
  type Found,
  type FormModule,
  type Painter,
  type Tell,
  type Variant,
} from '../contract.ts'
import { button as english } from '../../shared/languages/en/form.ts'
import type { OwnWords } from '../../shared/languages/words.ts'
import { wordsIn } from './words.ts'
import { makeButton, type Button } from './button.ts'

const isMissed = ({ soldOut }: Found) => soldOut

export const mount: ButtonModule['mount'] = (settings, base, files): Painter => {
  const { shop, place, form: kind, label } = settings
  const pinned = files === settings.base
  const buttons = new Map<Element, Button>()
  const words = new Map<string | undefined, OwnWords>()
  const wordsFor = (locale: string | undefined) => wordsIn(files, locale)
  let form: Promise<FormModule> | undefined
  let tries = ''
  let close: (() => void) | undefined
  /** The button that the inline form replaces. */
  let opener: Button | undefined

  /**
   * Loads the form's file. Browsers remember a failed import, so the next attempt uses another address:
   * that of the newest release, because the page may have been open during a deployment. A pinned page
   * knows the hashes of a few addresses of its own release's file, and of no other.
   */
  const load = () =>
    (form ??= (import(/* @vite-ignore */ `${files}form.js${tries}`) as Promise<FormModule>).catch(
      (error: unknown) => {
        form = undefined
        if (!pinned) files = `${base}shelfbell-latest/`
        tries = pinned && tries.length === RETRIES ? '' : `${tries}?`
        throw error
      },
    ))
  const near = () => void load().catch(() => {})

  /** Opens the form, unless the page prevents it. */
  async function open(variants: Variant[], button: HTMLElement, host?: Element): Promise<void> {
    const tell: Tell = (name, detail) => {
      const layer = window.dataLayer
      if (Array.isArray(layer)) layer.push({ event: `shelfbell:${name}`, shelfbell: detail })
      return (host?.isConnected ? host : document).dispatchEvent(
        new CustomEvent(`shelfbell:${name}`, {
          bubbles: true,
          cancelable: true,
          detail,
        }),
      )
    }
    const sku = variants[0]?.sku ?? ''
    if (!tell('open', { sku })) return
    try {
      const module = await load()
      // A new task: evaluating the file and showing the form would be too long for one.
      await new Promise((done) => setTimeout(done))
      // The page may have changed meanwhile, and the button may be elsewhere.
      const same = [...buttons.values()].filter((each) => each.variants[0]?.sku === sku)
      const now = same.find((each) => each.button === button) ?? same[0]
      if (host && !now) return
      const inline = !!now?.inline
      opener = inline ? now : undefined
      close = module.open({
        base,
        shop,
        wordsFor,
        variants,
        button: now?.button ?? button,
        inline,
        tell,
      })
    } catch (error) {
      if (tell('error', { sku, code: 'offline' })) console.warn('Shelfbell:', error)
    }
  }

  const press = ({ variants, button, host }: Button) => open(variants, button, host)

  return {
    close: () => close?.(),
    open: (variants) => open(variants, (document.activeElement ?? document.body) as HTMLElement),

    clear() {
      close?.()
      for (const made of buttons.values()) made.remove()
      buttons.clear()
    },

    async show(read) {
      for (const { locale, soldOut } of label ? [] : [...read().values()].flat()) {
        if (soldOut && !words.has(locale)) words.set(locale, await wordsFor(locale))
      }
      // Read again, because the page may have changed.
      const places = read()
      for (const anchor of buttons.keys()) if (!places.has(anchor)) places.set(anchor, [])
      for (const [anchor, variants] of places) {
        const first = variants.find(isMissed)
        let made = buttons.get(anchor)
        if (!first) {
          made?.remove()
          buttons.delete(anchor)
          continue
        }
        const inline = (said(anchor, 'form') ?? kind) === 'inline'
        buttons.set(anchor, (made ??= makeButton(anchor, place, inline, near, press)))
        const { language = 'en', button = english } = words.get(first.locale) ?? {}
        // A button that the page removed stays removed until there is another variant.
        const other = made.variants[0]?.sku !== first.sku
        // An inline form belongs to the previous variant.
        if (other && opener === made) close?.()
        made.variants = variants.filter(isMissed)
        const word = label ?? button
        // Safari fires no click if the pressed text was replaced meanwhile, even by the same text.
        if (made.button.textContent !== word) made.button.textContent = word
        if (!label) {
          made.button.lang = language
          // Its word says which way it is written, also in a language that only the shop has.
          made.button.dir = 'auto'
        }
        if (other && !made.host.isConnected) made.put()
      }
    },
  }
}
