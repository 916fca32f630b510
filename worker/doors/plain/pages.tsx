/** The pages that stand in place of the form: why there is none, and what became of a request. */
import { textsFor } from '../../../shared/languages/texts.ts'
import { Page } from '../page.tsx'
import type { FormQuery } from './query.ts'

/** Says in words why there is no form. */
export function Refusal(props: {
  locale: string
  code: 'shop_unknown' | 'variant_not_found' | 'origin_not_allowed' | 'body_too_large' | 'failed'
}) {
  const { language, form, pages } = textsFor(props.locale)
  return (
    <Page language={language} title={pages.plain.refusedTitle}>
      <p role="alert">{form.errors[props.code]}</p>
    </Page>
  )
}

/** Sends the shopper to the product's page: only the widget can ask for what the shop offers. */
export function NeedsScript({ query: { locale, product } }: { query: FormQuery }) {
  const { language, pages } = textsFor(locale)
  return (
    <Page language={language} title={pages.plain.scriptTitle}>
      <p>{pages.plain.script}</p>
      {product && (
        <p>
          <bdi>
            <a href={product.url}>{product.title}</a>
          </bdi>
        </p>
      )}
    </Page>
  )
}

/** Sends the shopper to the product, because it is in stock. */
export function InStock({ query: { locale, product } }: { query: FormQuery }) {
  const { language, mail, pages } = textsFor(locale)
  return (
    <Page language={language} title={pages.confirm.inStockTitle}>
      <p role="status">{pages.confirm.inStock}</p>
      {product && (
        <p>
          <a href={product.url}>{mail.alert.button}</a>
        </p>
      )}
    </Page>
  )
}

/** Says that the request is taken, or that it has to be confirmed first. */
export function Taken(props: { query: FormQuery; addresses: string[]; confirm: boolean }) {
  const { locale, product } = props.query
  const { language, form: t } = textsFor(locale)
  return (
    <Page language={language} title={props.confirm ? t.confirmTitle : t.doneTitle}>
      <div role="status">
        <p>{props.confirm ? t.confirm : t.done}</p>
        {props.addresses.map((address) => (
          <p>
            <b dir="ltr">{address}</b>
          </p>
        ))}
      </div>
      {product && (
        <p>
          <bdi>
            <a href={product.url}>{product.title}</a>
          </bdi>
        </p>
      )}
    </Page>
  )
}
