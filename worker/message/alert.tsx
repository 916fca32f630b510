/**
 * The alert as an e-mail: HTML and text. Tables and inline styles, because mail clients know
 * little else; one column of at most 560 px, which is as readable on a phone.
 */
import type { Product } from '../../shared/product.ts'
import { FONT, INK, QUIET, Row, Table } from './layout.tsx'
import { directionOf, textsFor } from './texts.ts'

export interface Alert {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  product: Product
  /** Absolute addresses. `link` leads to the product, by way of the count of clicks or directly. */
  link: string
  unsubscribe: string
  manage: string
}

/** The mail for an alert. */
export function renderAlert(alert: Alert): { subject: string; html: string; text: string } {
  const { shop, locale, product, link, unsubscribe, manage } = alert
  const t = textsFor(locale)
  const price = priceOf(product, locale)
  const text = [
    t.heading,
    '',
    t.intro(shop),
    '',
    ...[product.title, product.variantTitle, price].filter((line) => line !== undefined),
    `${t.button} (${new URL(product.url).host}): ${link}`,
    '',
    t.hurry,
    '',
    '--',
    t.why(shop),
    `${t.manage}: ${manage}`,
    `${t.unsubscribe}: ${unsubscribe}`,
    '',
  ].join('\n')
  const page = <AlertPage {...alert} />
  return {
    subject: t.subject([product.title, product.variantTitle].filter(Boolean).join(', ')),
    html: `<!DOCTYPE html>${page.toString()}`,
    text,
  }
}

/** The price as it is written in the locale, when both number and currency are known. */
export function priceOf({ price, currency }: Product, locale: string): string | undefined {
  return price === undefined || !currency ? undefined : moneyIn(locale, currency).format(price)
}

// Making one costs more than the whole mail, and a restock is of one currency and few languages.
const KEPT_FORMATS = 50
const formats = new Map<string, Intl.NumberFormat>()

function moneyIn(locale: string, currency: string): Intl.NumberFormat {
  const name = `${locale} ${currency}`
  const format = formats.get(name) ?? new Intl.NumberFormat(locale, { style: 'currency', currency })
  if (formats.size >= KEPT_FORMATS) formats.clear()
  formats.set(name, format)
  return format
}

function AlertPage({ shop, locale, product, link, unsubscribe, manage }: Alert) {
  const t = textsFor(locale)
  const price = priceOf(product, locale)
  return (
    <html lang={t.language} dir={directionOf(t.language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{t.heading}</title>
      </head>
      <body style={`margin: 0; padding: 0; background: #f4f4f2; ${FONT}`}>
        <div style="display: none; max-height: 0; overflow: hidden;">
          {t.preview(product.title, shop)}
        </div>
        <Table style="background: #f4f4f2;">
          <tr>
            <td align="center" style="padding: 32px 12px;">
              <Table style="max-width: 560px; background: #ffffff; border-radius: 12px;">
                <Row style={`padding: 28px 32px 0; font-size: 15px; font-weight: 600; ${QUIET}`}>
                  {shop}
                </Row>
                <Row style="padding: 8px 32px 0;">
                  <h1 style={`margin: 0; font-size: 28px; line-height: 1.2; ${INK}`}>
                    {t.heading}
                  </h1>
                </Row>
                <Row style={`padding: 12px 32px 24px; font-size: 16px; line-height: 1.5; ${INK}`}>
                  {t.intro(shop)}
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
                    {product.title}
                  </p>
                  {product.variantTitle && (
                    <p style={`margin: 4px 0 0; font-size: 16px; ${QUIET}`}>
                      {product.variantTitle}
                    </p>
                  )}
                  {price && <p style={`margin: 4px 0 0; font-size: 16px; ${INK}`}>{price}</p>}
                </Row>
                <Row style="padding: 24px 32px 8px;">
                  <a
                    href={link}
                    title={product.url}
                    style="display: inline-block; padding: 14px 28px; background: #1d1d1f; color: #ffffff; font-size: 16px; font-weight: 600; text-decoration: none; border-radius: 8px;"
                  >
                    {t.button}
                  </a>
                </Row>
                <Row style={`padding: 8px 32px 28px; font-size: 14px; line-height: 1.5; ${QUIET}`}>
                  {t.hurry}
                </Row>
              </Table>
              <Table style="max-width: 560px;">
                <Row style={`padding: 20px 32px; font-size: 13px; line-height: 1.5; ${QUIET}`}>
                  {t.why(shop)}{' '}
                  <a href={manage} style={QUIET}>
                    {t.manage}
                  </a>
                  {' · '}
                  <a href={unsubscribe} style={QUIET}>
                    {t.unsubscribe}
                  </a>
                  .
                </Row>
              </Table>
            </td>
          </tr>
        </Table>
      </body>
    </html>
  )
}
