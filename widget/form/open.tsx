/** The form: over the page or in the button's place, in a shadow root of its own, gone when closed. */
import { render } from 'preact'
import {
  said,
  type FormModule,
  type Known,
  type Shopper,
  type StructuredModule,
  type Tell,
  type Variant,
} from '../contract.ts'
import { form as en } from '../../shared/languages/en/form.ts'
import type { FormWords } from '../../shared/languages/words.ts'
import { getConfig } from './api.ts'
import { keep, recall } from './memory.ts'
import { makeRoot } from './root.ts'
import { rules, sendAll, tokens } from './send.ts'
import { faultsIn, offered, type Typed } from './subscription.ts'
import type { State } from './state.ts'
import { View } from './view.tsx'

/** The input survives the form, so that closing it by mistake loses nothing. */
let typed: Typed = {}
/** Whose address the page filled in when the form was last opened. */
let shopper: Shopper = {}
let closeLast: (() => void) | undefined

/** The reader of the page, beside this file. Without it, the form knows less of the product. */
const reader: Promise<StructuredModule | undefined> = import(
  /* @vite-ignore */ import.meta.url.replace(/[^/]*$/, 'structured.js')
).catch(() => {})

/** What is known without the reader: what the mark says, or the platform. */
const stated = ({ marked, known }: Variant, url: string): Known => ({
  title: said(marked, 'title'),
  variantTitle: said(marked, 'variant'),
  url,
  ...known,
})

/** A new task: making the root, reading the page and rendering would be too long for one. */
const task = () => new Promise((done) => setTimeout(done))

/** Loads Turnstile, if the shop uses it. */
const human = () => import('./turnstile.ts')

export const open: FormModule['open'] = ({
  base,
  shop,
  wordsFor,
  variants: given,
  button,
  inline,
  tell,
}) => {
  closeLast?.()
  tokens.length = 0
  typed = { ...recall(), ...typed }
  const who = window.Shelfbell?.who ?? {}
  for (const name of ['email', 'phone'] as const) {
    // What the shopper typed stays. The person who was signed in before may have left.
    if (!typed[name] || typed[name] === shopper[name]) typed[name] = who[name] ?? ''
  }
  shopper = who
  let variants = given
  let address = location.origin + location.pathname
  const root = makeRoot(button, inline)
  const focus = (selector: string) => root.querySelector<HTMLElement>(selector)?.focus()
  const textsFor = async (locale: string | undefined): Promise<FormWords> => {
    const words = await wordsFor(locale)
    return { ...en, ...words, errors: { ...en.errors, ...words.errors } }
  }
  let state: State = {
    phase: 'loading',
    texts: en,
    variant: { sku: '' },
    chosen: [],
    outcome: new Map(),
    faults: {},
  }

  const token = async () => {
    const settings = state.config?.turnstile
    return settings && (await human()).tokenFrom(settings, root)
  }

  function update(patch: Partial<State>): void {
    state = { ...state, ...patch }
    if (root.host.isConnected) {
      render(
        <View
          {...{ inline, state, typed, variants, update, type, close }}
          next={() => guard(next)}
        />,
        root,
      )
    }
  }

  function close(): void {
    if (!root.host.isConnected) return
    // With an inline form, the focus may be elsewhere on the page: then it stays there.
    const back = !inline || root.activeElement
    render(null, root)
    root.host.remove()
    button.style.display = ''
    if (back) button.focus()
  }

  /** Completes the variants from the page, and loads. */
  async function start(): Promise<void> {
    // Asked for at once, so that the shopper does not wait for one after the other.
    const asked = getConfig(base, shop, given[0]?.locale)
    const page = await reader
    await task()
    variants = given.map((each) => ({
      ...each,
      known: page?.describe(each) ?? stated(each, address),
    }))
    address = page?.product().url ?? address
    const [first = state.variant] = variants
    const variant = variants.find(({ known }) => known?.url === address) ?? first
    state = { ...state, variant, chosen: [variant] }
    await load(asked)
  }

  async function load(asked = getConfig(base, shop, state.variant.locale)): Promise<void> {
    const { locale } = state.variant
    await task()
    update({ phase: 'loading', problem: undefined, texts: await textsFor(locale) })
    await task()
    root.querySelector<HTMLDialogElement>('dialog:not([open])')?.showModal()
    if (inline) button.style.display = 'none'
    const answer = await asked
    await task()
    // A gateway may answer instead of the Worker.
    const config = answer.ok ? answer.value : undefined
    if (config && offered(config)[0]) {
      // The Worker says which language it takes the page's tag for.
      const texts = locale === config.locale ? state.texts : await textsFor(config.locale)
      Object.assign(texts.errors, config.errors)
      const { turnstile, countries: codes } = config
      const countries =
        codes &&
        (await import('../../shared/countries.ts')
          .then((file) => file.countriesIn(texts.language, codes, typed.country || config.country))
          .catch((): undefined => {}))
      const { restockAt } = state.variant
      const expected =
        restockAt &&
        (await import('../../shared/expected.ts')
          .then((file) => file.expectedIn(texts, restockAt, Date.now()))
          .catch((): undefined => {}))
      update({ phase: 'asking', config, texts, countries, expected })
      focus('.row input')
      if (turnstile) {
        human()
          .then((file) => file.load(turnstile))
          .catch(() => {})
      }
    } else {
      update({ phase: 'asking', problem: answer.ok ? 'failed' : answer.code })
      report()
      focus('.main')
    }
  }

  function type(form: HTMLFormElement): void {
    const before = Object.values(typed).join()
    const { remember } = typed
    typed = {
      ...typed,
      marketing: undefined,
      remember: undefined,
      ...Object.fromEntries(new FormData(form)),
    }
    if (remember && !typed.remember) keep(typed)
    // The outcomes belong to the input before the change.
    if (state.outcome.size && before !== Object.values(typed).join()) update({ outcome: new Map() })
  }

  /** Whether the page shows the thanks itself. */
  let thanked = false
  const listen: Tell = (name, detail) => {
    const goOn = tell(name, detail)
    thanked ||= name === 'subscribed' && !goOn
    return goOn
  }

  /** Runs the action of the form's main button, in each state. */
  async function next(): Promise<void> {
    const { phase, config, problem, chosen } = state
    if (phase === 'done') return close()
    if (phase !== 'asking') return
    if (problem === 'in_stock') return location.reload()
    if (!config) return load()
    const faults = faultsIn(typed, chosen, config)
    const wrong = Object.values(faults).join()
    update({ phase: wrong ? 'asking' : 'sending', problem: undefined, faults })
    if (!wrong) {
      const sending = {
        base,
        shop,
        page: address,
        typed,
        config,
        several: !!variants[1],
        tell: listen,
        token,
      }
      update(await sendAll(sending, chosen, state.outcome))
    }
    const done = state.phase === 'done'
    if (done && typed.remember) keep(typed)
    report()
    focus(done ? '.main' : '[aria-invalid]')
    if (done && thanked) close()
    else if (done) {
      import('./undo.ts')
        .then((file) => file.offer(root, base, shop, tokens, state, update))
        .catch(() => {})
    }
  }

  /** Reports an error code to the page, without personal data. */
  function report(): void {
    const { problem, faults } = state
    const code = problem ?? faults.email ?? faults.phone ?? faults.variant
    if (code && !tell('error', { sku: state.variant.sku, code })) update({ problem: undefined })
  }

  /** Shows any exception as a failure in the form, so that none reaches the page. */
  const guard = (work: () => Promise<void>) =>
    work().catch(() => {
      update({ phase: 'asking', config: undefined, problem: 'failed' })
      report()
    })

  closeLast = close
  void guard(start)
  rules().catch(() => {})
  return close
}
