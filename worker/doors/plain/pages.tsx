/** The pages that stand in place of the form: why there is none, and what became of a request. */
import { textsFor } from '../../../shared/languages/texts.ts'
import type { UndoFault } from '../../subscription/undo.ts'
import type { Look } from '../../message/look.ts'
import { Page } from '../page.tsx'
import type { FormQuery } from './query.ts'

/** Says in words why there is no form. */
export function Refusal(props: {
  look: Look | undefined
  locale: string
  code:
    | 'shop_unknown'
    | 'variant_not_found'
    | 'origin_not_allowed'
    | 'body_too_large'
    | 'too_many_requests'
    | 'failed'
}) {
  const { language, form, pages } = textsFor(props.locale)
  return (
    <Page look={props.look} language={language} title={pages.plain.refusedTitle}>
      <p role="alert">{form.errors[props.code]}</p>
    </Page>
  )
}

interface Answered {
  look: Look | undefined
  query: FormQuery
}

/** Sends the shopper to the product's page: only the widget can ask for what the shop offers. */
export function NeedsScript({ look, query }: Answered) {
  const { language, pages } = textsFor(query.locale)
  return (
    <Page look={look} language={language} title={pages.plain.scriptTitle}>
      <p>{pages.plain.script}</p>
      <Back query={query} />
    </Page>
  )
}

/** Sends the shopper to the product, because it is in stock. */
export function InStock({ look, query: { locale, product } }: Answered) {
  const { language, mail, pages } = textsFor(locale)
  return (
    <Page look={look} language={language} title={pages.confirm.inStockTitle}>
      <p role="status">{pages.confirm.inStock}</p>
      {product && (
        <p>
          <a href={product.url}>{mail.alert.button}</a>
        </p>
      )}
    </Page>
  )
}

/** Says that the request is taken, or that it has to be confirmed first. `undo` takes it back. */
export function Taken(
  props: Answered & {
    shop: string
    addresses: string[]
    confirm: boolean
    undo: string
  },
) {
  const { look, query, shop, addresses, confirm, undo } = props
  const { language, form: t, pages } = textsFor(query.locale)
  const action = `/notify/${shop}/undo?${new URLSearchParams({ locale: query.locale })}`
  return (
    <Page
      look={look}
      language={language}
      title={confirm ? t.confirmTitle : t.doneTitle}
      referrer="same-origin"
    >
      <div role="status">
        <p>{confirm ? t.confirm : t.done}</p>
        {addresses.map((address) => (
          <p>
            <b dir="ltr">{address}</b>
          </p>
        ))}
      </div>
      <Back query={query} />
      <form method="post" action={action}>
        <input type="hidden" name="undo" value={undo} />
        <button type="submit" class="quiet">
          {pages.undo.button}
        </button>
      </form>
      <ToMine shop={shop} locale={query.locale} />
    </Page>
  )
}

/** Says that the request is taken back, or why not. */
export function Undone(props: {
  look: Look | undefined
  shop: string
  locale: string
  fault?: UndoFault
}) {
  const { look, shop, locale, fault } = props
  const { language, pages } = textsFor(locale)
  return (
    <Page
      look={look}
      language={language}
      title={fault ? pages.plain.refusedTitle : pages.undo.title}
    >
      <p role={fault ? 'alert' : 'status'}>{fault ? pages.badLink[fault] : pages.undo.done}</p>
      <ToMine shop={shop} locale={locale} />
    </Page>
  )
}

/** A link to the page that sends the link to a person's list. `shop`: the public key. */
export function ToMine({ shop, locale }: { shop: string; locale: string }) {
  return (
    <p>
      <a href={`/mine/${shop}?${new URLSearchParams({ locale })}`}>
        {textsFor(locale).pages.mine.title}
      </a>
    </p>
  )
}

/** A link back to the product, if the page's address names it. */
function Back({ query: { product } }: { query: FormQuery }) {
  return (
    product && (
      <p>
        <bdi>
          <a href={product.url}>{product.title}</a>
        </bdi>
      </p>
    )
  )
}
