/**
 * Mails with one link, for whoever asked for it: to a person's own page, and to move to another address.
 * They say nothing about what is on the list.
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
export function renderList({ shop, locale, manage, unsubscribe }: ListLink): Rendered {
  const { list: t, alert } = textsFor(locale).mail
  return render({
    shop,
    locale,
    subject: fill(t.subject, { shop }),
    heading: t.heading,
    intro: t.intro,
    button: t.button,
    link: manage,
    why: t.why,
    stop: alert.unsubscribe,
    unsubscribe,
  })
}

export interface MoveLink {
  shop: string
  /** BCP 47 */
  locale: string
  /** Absolute addresses. */
  link: string
  unsubscribe: string
}

/** The mail that asks whether somebody's alerts shall come to this address from now on. */
export function renderMove({ shop, locale, link, unsubscribe }: MoveLink): Rendered {
  const { mail, pages } = textsFor(locale)
  return render({
    shop,
    locale,
    subject: fill(mail.list.subject, { shop }),
    heading: pages.move.title,
    intro: mail.move.intro,
    button: pages.move.button,
    link,
    why: mail.list.why,
    stop: mail.confirmation.never,
    unsubscribe,
  })
}

interface Rendered {
  subject: string
  html: string
  text: string
}

interface Parts {
  shop: string
  locale: string
  subject: string
  heading: string
  intro: string
  button: string
  link: string
  why: string
  stop: string
  unsubscribe: string
}

function render(mail: Parts): Rendered {
  const { shop, locale, subject, heading, intro, button, link, why, stop, unsubscribe } = mail
  const { line } = textsFor(locale).mail
  const text = [
    heading,
    '',
    fill(intro, { shop }),
    '',
    fill(line, { label: button, link }),
    '',
    '--',
    why,
    fill(line, { label: stop, link: unsubscribe }),
    '',
  ].join('\n')
  return { subject, html: documentOf(<LinkMail {...mail} />), text }
}

function LinkMail({ shop, locale, heading, intro, button, link, why, stop, unsubscribe }: Parts) {
  const { language } = textsFor(locale)
  return (
    <Mail language={language} title={heading} background="#ffffff">
      <Table style="max-width: 560px;">
        <Row style={`padding: 28px 24px 0; font-size: 22px; font-weight: 600; ${INK}`}>
          {heading}
        </Row>
        <Row style={`padding: 12px 24px 20px; font-size: 16px; line-height: 1.5; ${INK}`}>
          <Sentence text={intro} shop={shop} />
        </Row>
        <Row style="padding: 0 24px 20px;">
          <Button href={link}>{button}</Button>
        </Row>
        <Row style={`padding: 0 24px 0; font-size: 13px; line-height: 1.5; ${QUIET}`}>{why}</Row>
        <Row style={`padding: 8px 24px 28px; font-size: 13px; line-height: 1.5; ${QUIET}`}>
          <a href={unsubscribe} style={QUIET}>
            {stop}
          </a>
        </Row>
      </Table>
    </Mail>
  )
}
