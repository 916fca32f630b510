/**
 * The mail that asks to confirm an address. Whoever gets it may never have asked for anything, so
 * it advertises nothing: no picture, no price, no link into the shop.
 */
import { fill } from '../../shared/languages/fill.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { Button, documentOf, INK, Mail, QUIET, Row, Table } from './layout.tsx'
import { Lines, namesOf, type Wanted } from './names.tsx'
import { Sentence } from './sentence.tsx'

export interface Confirmation extends Wanted {
  shop: string
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
          {!only && <Lines lines={lines} />}
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
