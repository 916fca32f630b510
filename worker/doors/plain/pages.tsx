/** The pages that stand in place of the form: why there is none, and what became of a request. */
import { textsFor } from '../../message/texts.ts'
import { Page } from '../page.tsx'
import type { FormQuery } from './query.ts'
import { wordsFor } from './words.ts'

/** Says in words why there is no form. */
export function Refusal(props: {
  locale: string
  code: 'shop_unknown' | 'variant_not_found' | 'origin_not_allowed' | 'body_too_large' | 'failed'
}) {
  const t = wordsFor(props.locale)
  return (
    <Page language={t.language} title={t.title}>
      <p role="alert">{t.errors[props.code]}</p>
    </Page>
  )
}

/** Sends the shopper to the product's page: only the widget can ask for what the shop offers. */
export function NeedsScript({ query: { locale, product } }: { query: FormQuery }) {
  const { language, title } = wordsFor(locale)
  return (
    <Page language={language} title={title}>
      <p>{textsFor(locale).needsScript}</p>
      {product && (
        <p>
          <a href={product.url}>{product.title}</a>
        </p>
      )}
    </Page>
  )
}

/** Sends the shopper to the product, because it is in stock. */
export function InStock({ query: { locale, product } }: { query: FormQuery }) {
  const { language, button, confirmPage: t } = textsFor(locale)
  return (
    <Page language={language} title={t.inStockTitle}>
      <p role="status">{t.inStock}</p>
      {product && (
        <p>
          <a href={product.url}>{button}</a>
        </p>
      )}
    </Page>
  )
}

/** Says that the request is taken, or that it has to be confirmed first. */
export function Taken(props: { query: FormQuery; addresses: string[]; confirm: boolean }) {
  const { locale, product } = props.query
  const t = wordsFor(locale)
  return (
    <Page language={t.language} title={props.confirm ? t.confirmTitle : t.doneTitle}>
      <p role="status">
        {props.confirm ? t.confirm : t.done} <b>{props.addresses.join(', ')}</b>
      </p>
      {product && (
        <p>
          <a href={product.url}>{product.title}</a>
        </p>
      )}
    </Page>
  )
}
