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
import { button as english, type Words } from '../texts/en.ts'
import { directionOf } from '../texts/direction.ts'
import { wordsIn } from '../texts/load.ts'
import { makeButton, type Button } from './button.ts'

const isMissed = ({ soldOut }: Found) => soldOut

export const mount: ButtonModule['mount'] = (settings, base, files): Painter => {
  const { shop, place, form: kind, label } = settings
  const pinned = files === settings.base
  const buttons = new Map<Element, Button>()
  const words = new Map<string | undefined, Words>()
  const wordsFor = (locale: string | undefined) => wordsIn(files, locale)
  let form: Promise<FormModule> | undefined
  let tries = ''
  let close: (() => void) | undefined
  /** In whose place the form is. */
  let opener: Button | undefined

  /**
   * The form's file. Browsers remember a failed import, so the next try has another address; and
   * the page may have been open over a new release, so it is the newest. A pinned page knows the
   * hash of a few addresses of the same file, and of no other.
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

  /** Opens the form, unless the page takes that on itself. */
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
      // A task of its own: to evaluate the file and to show the form would be too long for one.
      await new Promise((done) => setTimeout(done))
      // The page may have moved on, or have moved the button: then it stands elsewhere by now.
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
      // Read again: the page may have moved on.
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
        // A button that the page took away stays away until there is another variant to ask for.
        const other = made.variants[0]?.sku !== first.sku
        // A form in its place was for the one before.
        if (other && opener === made) close?.()
        made.variants = variants.filter(isMissed)
        const word = label ?? button
        // Safari gives no click where the pressed text was replaced meanwhile, be it by the same.
        if (made.button.textContent !== word) made.button.textContent = word
        if (!label) {
          made.button.lang = language
          made.button.dir = directionOf(language)
        }
        if (other && !made.host.isConnected) made.put()
      }
    },
  }
}
