/**
 * The mail with the link to a person's own page, for whoever asked for it with that person's address.
 * It says nothing about what is on the list.
 */
import { fill } from '../../shared/languages/fill.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { Button, documentOf, INK, Mail, QUIET, Row, Table } from './layout.tsx'
import { Sentence } from './sentence.tsx'

export interface ListLink {
  shop: string
  /** BCP 47 */
  locale: string
  /** Absolute addresses. */
  manage: string
  unsubscribe: string
}

/** The mail with the link. */
export function renderList(mail: ListLink): { subject: string; html: string; text: string } {
  const { shop, locale, manage, unsubscribe } = mail
  const { line, list: t, alert } = textsFor(locale).mail
  const text = [
    t.heading,
    '',
    fill(t.intro, { shop }),
    '',
    fill(line, { label: t.button, link: manage }),
    '',
    '--',
    t.why,
    fill(line, { label: alert.unsubscribe, link: unsubscribe }),
    '',
  ].join('\n')
  return { subject: fill(t.subject, { shop }), html: documentOf(<ListMail {...mail} />), text }
}

function ListMail({ shop, locale, manage, unsubscribe }: ListLink) {
  const { language, mail } = textsFor(locale)
  const { list: t, alert } = mail
  return (
    <Mail language={language} title={t.heading} background="#ffffff">
      <Table style="max-width: 560px;">
        <Row style={`padding: 28px 24px 0; font-size: 22px; font-weight: 600; ${INK}`}>
          {t.heading}
        </Row>
        <Row style={`padding: 12px 24px 20px; font-size: 16px; line-height: 1.5; ${INK}`}>
          <Sentence text={t.intro} shop={shop} />
        </Row>
        <Row style="padding: 0 24px 20px;">
          <Button href={manage}>{t.button}</Button>
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
