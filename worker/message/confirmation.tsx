/**
 * The mail that asks to confirm an address. Whoever gets it may never have asked for anything, so
 * it advertises nothing: no picture, no price, no link into the shop.
 */
import { fill } from '../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { Button, documentOf, INK, Mail, QUIET, Row, Table } from './layout.tsx'
import { Sentence } from './sentence.tsx'

export interface Confirmation {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  /** From the shop's catalogue, if it has the product. Anybody can make up a page's description. */
  product?: Pick<Product, 'title' | 'variantTitle'> | undefined
  /** Absolute addresses. */
  confirm: string
  unsubscribe: string
}

/** The mail for a confirmation. */
export function renderConfirmation(mail: Confirmation): {
  subject: string
  html: string
  text: string
} {
  const { shop, locale, product, confirm, unsubscribe } = mail
  const texts = textsFor(locale)
  const { line, confirmation: t } = texts.mail
  const text = [
    t.heading,
    '',
    product
      ? fill(t.intro, { shop, item: itemOf(texts, product) })
      : fill(t.introUnnamed, { shop }),
    '',
    fill(line, { label: t.button, link: confirm }),
    '',
    '--',
    t.why,
    fill(line, { label: t.never, link: unsubscribe }),
    '',
  ].join('\n')
  return {
    subject: fill(t.subject, { shop }),
    html: documentOf(<ConfirmationMail {...mail} />),
    text,
  }
}

function ConfirmationMail({ shop, locale, product, confirm, unsubscribe }: Confirmation) {
  const texts = textsFor(locale)
  const { confirmation: t } = texts.mail
  return (
    <Mail language={texts.language} title={t.heading} background="#ffffff">
      <Table style="max-width: 560px;">
        <Row style={`padding: 28px 24px 0; font-size: 22px; font-weight: 600; ${INK}`}>
          {t.heading}
        </Row>
        <Row style={`padding: 12px 24px 20px; font-size: 16px; line-height: 1.5; ${INK}`}>
          <Sentence
            text={product ? t.intro : t.introUnnamed}
            shop={shop}
            item={product && itemOf(texts, product)}
          />
        </Row>
        <Row style="padding: 0 24px 20px;">
          <Button href={confirm}>{t.button}</Button>
        </Row>
        <Row style={`padding: 0 24px 0; font-size: 13px; line-height: 1.5; ${QUIET}`}>{t.why}</Row>
        <Row style={`padding: 8px 24px 28px; font-size: 13px; line-height: 1.5; ${QUIET}`}>
          <a href={unsubscribe} style={QUIET}>
            {t.never}
          </a>
        </Row>
      </Table>
    </Mail>
  )
}
