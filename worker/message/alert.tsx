/** The alert as an e-mail: HTML and text. */
import { fill } from '../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { Button, documentOf, INK, Mail, QUIET, Row, Table } from './layout.tsx'
import { priceOf } from './price.ts'
import { Sentence } from './sentence.tsx'

export interface Alert {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  product: Product
  /** Absolute addresses. `link` is the product's page, or the Worker's link that counts the click. */
  link: string
  unsubscribe: string
  manage: string
  /** Whether somebody else waited for the same. Only then the mail may say so. */
  othersWaiting?: boolean | undefined
}

/** The mail for an alert. */
export function renderAlert(alert: Alert): { subject: string; html: string; text: string } {
  const { shop, locale, product, link, unsubscribe, manage, othersWaiting } = alert
  const texts = textsFor(locale)
  const { line, lineTo, alert: t } = texts.mail
  const text = [
    t.heading,
    '',
    fill(t.intro, { shop }),
    '',
    ...[product.title, product.variantTitle, priceOf(product, locale)].filter(Boolean),
    fill(lineTo, { label: t.button, host: new URL(product.url).host, link }),
    '',
    othersWaiting ? t.othersWaiting : t.hurry,
    '',
    '--',
    fill(t.why, { shop }),
    fill(line, { label: t.manage, link: manage }),
    fill(line, { label: t.unsubscribe, link: unsubscribe }),
    '',
  ].join('\n')
  return {
    subject: fill(t.subject, { item: itemOf(texts, product) }),
    html: documentOf(<AlertMail {...alert} />),
    text,
  }
}

function AlertMail(props: Alert) {
  const { shop, locale, product, link, unsubscribe, manage, othersWaiting } = props
  const texts = textsFor(locale)
  const { alert: t } = texts.mail
  const price = priceOf(product, locale)
  return (
    <Mail language={texts.language} title={t.heading} background="#f4f4f2">
      <div style="display: none; max-height: 0; overflow: hidden;">
        <Sentence text={t.preview} shop={shop} item={itemOf(texts, product)} />
      </div>
      <Table style="background: #f4f4f2;">
        <tr>
          <td align="center" style="padding: 32px 12px;">
            <Table style="max-width: 560px; background: #ffffff; border-radius: 12px;">
              <Row style={`padding: 28px 32px 0; font-size: 15px; font-weight: 600; ${QUIET}`}>
                <bdi>{shop}</bdi>
              </Row>
              <Row style="padding: 8px 32px 0;">
                <h1 style={`margin: 0; font-size: 28px; line-height: 1.2; ${INK}`}>{t.heading}</h1>
              </Row>
              <Row style={`padding: 12px 32px 24px; font-size: 16px; line-height: 1.5; ${INK}`}>
                <Sentence text={t.intro} shop={shop} />
              </Row>
              {product.image && (
                <Row style="padding: 0 32px;">
                  <a href={link} title={product.url}>
                    <img
                      src={product.image}
                      alt={product.title}
                      width="496"
                      style="display: block; width: 100%; max-width: 496px; height: auto; border: 0; border-radius: 8px;"
                    />
                  </a>
                </Row>
              )}
              <Row style="padding: 20px 32px 0;">
                <p style={`margin: 0; font-size: 20px; font-weight: 600; ${INK}`}>
                  <bdi>{product.title}</bdi>
                </p>
                {product.variantTitle && (
                  <p style={`margin: 4px 0 0; font-size: 16px; ${QUIET}`}>
                    <bdi>{product.variantTitle}</bdi>
                  </p>
                )}
                {price && (
                  <p style={`margin: 4px 0 0; font-size: 16px; ${INK}`}>
                    <bdi>{price}</bdi>
                  </p>
                )}
              </Row>
              <Row style="padding: 24px 32px 8px;">
                <Button href={link} title={product.url}>
                  {t.button}
                </Button>
              </Row>
              <Row style={`padding: 8px 32px 28px; font-size: 14px; line-height: 1.5; ${QUIET}`}>
                {othersWaiting ? t.othersWaiting : t.hurry}
              </Row>
            </Table>
            <Table style="max-width: 560px;">
              <Row style={`padding: 20px 32px 0; font-size: 13px; line-height: 1.5; ${QUIET}`}>
                <Sentence text={t.why} shop={shop} />
              </Row>
              <Row style={`padding: 8px 32px 0; font-size: 13px; line-height: 1.5; ${QUIET}`}>
                <a href={manage} style={QUIET}>
                  {t.manage}
                </a>
              </Row>
              <Row style={`padding: 8px 32px 20px; font-size: 13px; line-height: 1.5; ${QUIET}`}>
                <a href={unsubscribe} style={QUIET}>
                  {t.unsubscribe}
                </a>
              </Row>
            </Table>
          </td>
        </tr>
      </Table>
    </Mail>
  )
}
