/**
 * The mail that tells people what they wait for, right after they asked. Somebody else may have entered
 * the address, so it advertises nothing, and says how to remove it.
 */
import { fill } from '../../shared/languages/fill.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { Button, documentOf, INK, Mail, QUIET, Row, Table } from './layout.tsx'
import { Lines, namesOf, type Wanted } from './names.tsx'
import { Sentence } from './sentence.tsx'

export interface Acknowledgement extends Wanted {
  shop: string
  /** Absolute addresses. */
  manage: string
  unsubscribe: string
}

/** The mail for what was asked for together. */
export function renderAcknowledgement(mail: Acknowledgement): {
  subject: string
  html: string
  text: string
} {
  const { shop, locale, manage, unsubscribe } = mail
  const { mail: texts, pages } = textsFor(locale)
  const { line, acknowledgement: t, list, alert } = texts
  const { only, lines } = namesOf(mail)
  const text = [
    pages.confirm.doneTitle,
    '',
    ...(only
      ? [fill(t.intro, { shop, item: only })]
      : [fill(pages.manage.intro, { shop }), '', ...lines.map((one) => `- ${one}`)]),
    '',
    fill(line, { label: list.button, link: manage }),
    '',
    '--',
    t.why,
    fill(line, { label: alert.unsubscribe, link: unsubscribe }),
    '',
  ].join('\n')
  return {
    subject: fill(t.subject, { shop }),
    html: documentOf(<AcknowledgementMail {...mail} />),
    text,
  }
}

function AcknowledgementMail(mail: Acknowledgement) {
  const { shop, locale, manage, unsubscribe } = mail
  const { language, mail: texts, pages } = textsFor(locale)
  const { acknowledgement: t, list, alert } = texts
  const { only, lines } = namesOf(mail)
  const title = pages.confirm.doneTitle
  return (
    <Mail language={language} title={title} background="#ffffff">
      <Table style="max-width: 560px;">
        <Row style={`padding: 28px 24px 0; font-size: 22px; font-weight: 600; ${INK}`}>{title}</Row>
        <Row style={`padding: 12px 24px 20px; font-size: 16px; line-height: 1.5; ${INK}`}>
          <Sentence text={only ? t.intro : pages.manage.intro} shop={shop} item={only} />
          {!only && <Lines lines={lines} />}
        </Row>
        <Row style="padding: 0 24px 20px;">
          <Button href={manage}>{list.button}</Button>
        </Row>
        <Row style={`padding: 0 24px 0; font-size: 13px; line-height: 1.5; ${QUIET}`}>{t.why}</Row>
        <Row style={`padding: 8px 24px 28px; font-size: 13px; line-height: 1.5; ${QUIET}`}>
          <a href={unsubscribe} style={QUIET}>
            {alert.unsubscribe}
          </a>
        </Row>
      </Table>
    </Mail>
  )
}
