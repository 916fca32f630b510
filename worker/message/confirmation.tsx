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
  /** BCP 47, the request's own. */
  locale: string
  /** The first products that are asked for, one or more: by names without links. */
  items: Pick<Product, 'title' | 'variantTitle'>[]
  /** How many there are besides. */
  more: number
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
  const { shop, locale, confirm, unsubscribe } = mail
  const { line, confirmation: t } = textsFor(locale).mail
  const { only, lines } = namesOf(mail)
  const text = [
    t.heading,
    '',
    ...(only
      ? [fill(t.intro, { shop, item: only })]
      : [fill(t.introSeveral, { shop }), '', ...lines.map((one) => `- ${one}`)]),
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

/** The name of the only product, or the lines of a list: a sign for the rest needs no plural forms. */
function namesOf({ locale, items, more }: Confirmation): { only?: string; lines: string[] } {
  const texts = textsFor(locale)
  const names = items.map((item) => itemOf(texts, item))
  const [only] = names
  if (only !== undefined && names.length + more === 1) return { only, lines: [] }
  const rest = more > 0 ? [`+ ${new Intl.NumberFormat(locale).format(more)}`] : []
  return { lines: [...names, ...rest] }
}

function ConfirmationMail(mail: Confirmation) {
  const { shop, locale, confirm, unsubscribe } = mail
  const texts = textsFor(locale)
  const { confirmation: t } = texts.mail
  const { only, lines } = namesOf(mail)
  return (
    <Mail language={texts.language} title={t.heading} background="#ffffff">
      <Table style="max-width: 560px;">
        <Row style={`padding: 28px 24px 0; font-size: 22px; font-weight: 600; ${INK}`}>
          {t.heading}
        </Row>
        <Row style={`padding: 12px 24px 20px; font-size: 16px; line-height: 1.5; ${INK}`}>
          <Sentence text={only ? t.intro : t.introSeveral} shop={shop} item={only} />
          {!only && (
            <ul>
              {lines.map((one) => (
                <li>
                  <bdi>{one}</bdi>
                </li>
              ))}
            </ul>
          )}
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
