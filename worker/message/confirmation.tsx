/**
 * The mail that asks to confirm an address. Whoever gets it may never have asked for anything, so
 * it advertises nothing: no picture, no price, no link into the shop.
 */
import { FONT, INK, QUIET, Row, Table } from './layout.tsx'
import { directionOf, textsFor } from './texts.ts'

export interface Confirmation {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  /** The product's name in the shop's catalogue, where it has one. */
  title?: string | undefined
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
  const { shop, locale, title, confirm, unsubscribe } = mail
  const { confirmMail: t } = textsFor(locale)
  const text = [
    t.heading,
    '',
    t.intro(shop, title),
    '',
    `${t.button}: ${confirm}`,
    '',
    '--',
    t.why,
    `${t.never}: ${unsubscribe}`,
    '',
  ].join('\n')
  const page = <ConfirmationPage {...mail} />
  return { subject: t.subject(shop), html: `<!DOCTYPE html>${page.toString()}`, text }
}

function ConfirmationPage({ shop, locale, title, confirm, unsubscribe }: Confirmation) {
  const { language, confirmMail: t } = textsFor(locale)
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{t.heading}</title>
      </head>
      <body style={`margin: 0; padding: 0; background: #ffffff; ${FONT}`}>
        <Table style="max-width: 560px;">
          <Row style={`padding: 28px 24px 0; font-size: 22px; font-weight: 600; ${INK}`}>
            {t.heading}
          </Row>
          <Row style={`padding: 12px 24px 20px; font-size: 16px; line-height: 1.5; ${INK}`}>
            {t.intro(shop, title)}
          </Row>
          <Row style="padding: 0 24px 20px;">
            <a
              href={confirm}
              style="display: inline-block; padding: 14px 28px; background: #1d1d1f; color: #ffffff; font-size: 16px; font-weight: 600; text-decoration: none; border-radius: 8px;"
            >
              {t.button}
            </a>
          </Row>
          <Row style={`padding: 0 24px 28px; font-size: 13px; line-height: 1.5; ${QUIET}`}>
            {t.why}{' '}
            <a href={unsubscribe} style={QUIET}>
              {t.never}
            </a>
            .
          </Row>
        </Table>
      </body>
    </html>
  )
}
