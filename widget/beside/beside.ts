/**
 * Puts buttons beside elements of the page, or in their place: for all buttons but those of marked
 * elements. Follows the page: when an element is hidden and another is shown instead, or the page's
 * width changes, the button moves.
 */
import type { BesideModule, PlaceModule, Settings, Spot } from '../contract.ts'
import { isRendered } from '../place/seen.ts'
import { layOut } from './layout.ts'
import { hide, HIDDEN, resemble, unhide } from './replace.ts'

export const beside: BesideModule['beside'] = (load, changed) => {
  let told = false
  let place: PlaceModule | undefined
  /** The elements that have a button in their place. */
  const replaced = new Set<Element>()
  const watched = new WeakSet<Element>()
  const sizes = new ResizeObserver(changed)
  const watch = (element: Element | null) => {
    if (!element || watched.has(element)) return
    watched.add(element)
    sizes.observe(element)
  }

  /** Whether a match of the target is seen, or would be if no button stood in its place. */
  function isShown(element: Element): boolean {
    if (!replaced.has(element)) return isRendered(element)
    unhide(element as HTMLElement)
    const shown = isRendered(element)
    hide(element as HTMLElement)
    return shown
  }
  /** Whether a button beside an element can be seen, although the element itself may be hidden. */
  const hasRoom = ({ parentElement: parent }: Element) => !!parent && isRendered(parent)

  const tell = (text: string) => {
    if (!told) console.warn('Shelfbell:', text)
    told = true
  }

  function matchesOf(target: string): Element[] {
    try {
      return [...document.body.querySelectorAll(target)]
    } catch {
      tell(`data-target is no CSS selector: ${target}`)
      return []
    }
  }

  /** The element that the settings or the platform name. */
  function named({ anchor: buy }: Spot, { target, anchor }: Settings): Element | undefined {
    const targets = target ? matchesOf(target) : []
    for (const each of targets) watch(each)
    const others = [buy, anchor?.localName === 'script' ? null : anchor].filter((each) => !!each)
    const shown = targets[1] && targets.find(isShown)
    return shown ?? targets.find(hasRoom) ?? others.find(hasRoom)
  }

  return {
    async prepare(spots, settings) {
      if (!spots.every((spot) => named(spot, settings))) place ??= await load('place')
    },

    anchorOf(spot, settings) {
      const there = named(spot, settings)
      if (there || !place) return there
      const found = place.placeFor(settings.anchor, spot.variants[0]?.known?.title)
      if (!found) tell('no place for the button; set data-target to a CSS selector')
      return found
    },

    put(host, anchor, instead) {
      for (const each of [host, anchor, anchor.parentElement]) watch(each)
      if (!instead) return layOut(host, anchor)
      if (!replaced.has(anchor)) {
        resemble(host, anchor as HTMLElement)
        hide(anchor as HTMLElement)
        replaced.add(anchor)
      }
      if (!host.isConnected) anchor.after(host)
    },

    free(anchor) {
      if (replaced.delete(anchor)) unhide(anchor as HTMLElement)
    },

    stop: () => sizes.disconnect(),

    tidy() {
      for (const copy of document.querySelectorAll<HTMLElement>(`[${HIDDEN}]`)) {
        if (!replaced.has(copy)) unhide(copy)
      }
    },
  }
}
