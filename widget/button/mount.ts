/**
 * The buttons of a page, and what a press does. Loaded when something is sold out, and never
 * before. A button shows when its word is there, so that no language flickers into another.
 */
import {
  RETRIES,
  said,
  type Beside,
  type BesideModule,
  type ButtonModule,
  type Found,
  type FormModule,
  type Painter,
  type Spot,
  type Tell,
  type Variant,
} from '../contract.ts'
import { button as english } from '../../shared/languages/en/form.ts'
import type { OwnWords } from '../../shared/languages/words.ts'
import { wordsIn } from './words.ts'
import { makeButton, type Button } from './button.ts'

const isMissed = ({ soldOut }: Found) => soldOut
const marks = (anchor: Element | null | undefined) => said(anchor, 'sku') !== undefined
const isMarked = ({ anchor }: Spot) => marks(anchor)

/**
 * How often a button is put on the page for one variant. Pages that are rendered again by comparing remove
 * what they do not know; to put it back for ever might never end.
 */
const TRIES = 4

export const mount: ButtonModule['mount'] = (settings, base, files, load): Painter => {
  const pinned = files === settings().base
  const buttons = new Map<Element, Button>()
  const words = new Map<string | undefined, OwnWords>()
  const wordsFor = (locale: string | undefined) => wordsIn(files, locale)
  let form: Promise<FormModule> | undefined
  let tries = ''
  let close: (() => void) | undefined
  /** The button that the inline form replaces. */
  let opener: Button | undefined
  /** Puts the buttons beside what the page has; marked elements need none of it. */
  let beside: Beside | undefined

  /**
   * Loads the form's file. Browsers remember a failed import, so the next attempt uses another address:
   * that of the newest release, because the page may have been open during a deployment. A pinned page
   * knows the hashes of a few addresses of its own release's file, and of no other.
   */
  const loadForm = () =>
    (form ??= (import(/* @vite-ignore */ `${files}form.js${tries}`) as Promise<FormModule>).catch(
      (error: unknown) => {
        form = undefined
        if (!pinned) files = `${base}shelfbell-latest/`
        tries = pinned && tries.length === RETRIES ? '' : `${tries}?`
        throw error
      },
    ))
  const near = () => void loadForm().catch(() => {})

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
    const { anchor, data } = settings()
    // What the page says of its own: in the settings, on the script tag, on the product's element, to `open`.
    for (const each of variants) {
      const all = { ...data }
      for (const element of [anchor, each.marked])
        for (const { name, value } of element?.attributes ?? []) {
          const [, own] = name.split('shelfbell-data-')
          if (own) all[own] = value
        }
      each.data = { ...all, ...each.data }
    }
    try {
      const module = await loadForm()
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
        shop: settings().shop,
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

  function remove(anchor: Element): void {
    buttons.get(anchor)?.remove()
    buttons.delete(anchor)
    beside?.free(anchor)
  }

  /** Removes copies of buttons, which a page may have kept of a former page. */
  function tidy(): void {
    for (const copy of document.querySelectorAll('shelf-bell[data-shelfbell]')) {
      if (!copy.shadowRoot) copy.remove()
    }
    beside?.tidy()
  }

  const press = ({ variants, button, host }: Button) => open(variants, button, host)

  return {
    close: () => close?.(),

    async open(product, read) {
      const { locale, externalId } = settings()
      const variants = product
        ? [{ locale, externalId, ...product, known: product }]
        : read().flatMap((spot) => spot.variants.filter(isMissed))
      const focused = (document.activeElement ?? document.body) as HTMLElement
      if (variants[0]) await open(variants, focused)
    },

    clear() {
      close?.()
      for (const anchor of buttons.keys()) remove(anchor)
      beside?.stop()
      beside = undefined
    },

    async show(read, changed) {
      const { place, target, form: kind, label } = settings()
      // The target is one place.
      const missed = () =>
        read()
          .filter((spot, at) => !target || isMarked(spot) || !at)
          .map((spot) => ({ ...spot, variants: spot.variants.filter(isMissed) }))
          .filter(({ variants }) => variants[0])
      for (const { locale } of label ? [] : missed().flatMap(({ variants }) => variants)) {
        if (!words.has(locale)) words.set(locale, await wordsFor(locale))
      }
      const loose = missed().filter((spot) => !isMarked(spot))
      if (loose[0]) {
        beside ??= (await load<BesideModule>('beside')).beside(load, changed)
        await beside.prepare(loose, settings())
      }
      // Read again, because the page may have changed.
      const places = new Map(
        missed().map((spot) => [
          isMarked(spot) ? spot.anchor : beside?.anchorOf(spot, settings()),
          spot.variants,
        ]),
      )
      for (const anchor of buttons.keys()) if (!places.has(anchor)) remove(anchor)
      tidy()
      for (const [anchor, variants] of places) {
        if (!anchor) continue
        // `missed` gives no spot without a variant.
        const [first] = variants as [Found]
        const inline = (said(anchor, 'form') ?? kind) === 'inline'
        const made = buttons.get(anchor) ?? makeButton(anchor, inline, near, press)
        buttons.set(anchor, made)
        const { language = 'en', button = english } = words.get(first.locale) ?? {}
        const other = made.variants[0]?.sku !== first.sku
        if (other) {
          // An inline form belongs to the previous variant.
          if (opener === made) close?.()
          made.tries = TRIES
        }
        made.variants = variants
        const word = label ?? button
        // Safari fires no click if the pressed text was replaced meanwhile, even by the same text.
        if (made.button.textContent !== word) made.button.textContent = word
        if (!label) {
          made.button.lang = language
          // Its word says which way it is written, also in a language that only the shop has.
          made.button.dir = 'auto'
        }
        if (!made.host.isConnected && made.tries-- < 1) {
          beside?.free(anchor)
          continue
        }
        if (!marks(anchor)) beside?.put(made.host, anchor, place === 'replace')
        else if (!made.host.isConnected) anchor.append(made.host)
      }
    },
  }
}
