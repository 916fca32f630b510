/**
 * Mails with one link, for whoever asked for it: to a person's own page, and to move to another address.
 * They say nothing about what is on the list.
 */
import { fill } from '../../shared/languages/fill.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { Card, documentOf, Letter, Row } from './layout.tsx'
import type { Look } from './look.ts'
import { PLAIN } from './paint.ts'
import { Aside, Button, Heading, Note, Text } from './parts.tsx'
import { Sentence } from './sentence.tsx'

export interface ListLink {
  shop: string
  /** BCP 47 */
  locale: string
  /** Absolute addresses. */
  manage: string
  unsubscribe: string
  /** The shop's look; without it, the standard one. */
  look?: Look | undefined
}

/** The mail with the link. It goes only to an address that waits for something, so it takes the look. */
export function renderList({ shop, locale, manage, unsubscribe, look }: ListLink): Rendered {
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
    look: look ?? PLAIN,
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

/**
 * The mail that asks whether alerts shall come to this address from now on. It may be anybody's address,
 * so the mail is a letter.
 */
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
  /** Without it, the mail is a letter. */
  look?: Look
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

function LinkMail(mail: Parts) {
  const { shop, locale, heading, intro, button, link, why, stop, unsubscribe, look } = mail
  const { language } = textsFor(locale)
  const body = (
    <>
      <Row above={look ? 16 : 0}>
        <Heading look={look}>{heading}</Heading>
      </Row>
      <Row above={12} below={20}>
        <Text look={look}>
          <Sentence text={intro} shop={shop} />
        </Text>
      </Row>
      <Row below={look ? 0 : 20}>
        <Button look={look} href={link}>
          {button}
        </Button>
      </Row>
    </>
  )
  const footer = (
    <>
      <Row above={look ? 20 : 0}>
        <Note look={look}>{why}</Note>
      </Row>
      <Row above={8} below={look ? 20 : 0}>
        <Aside look={look} href={unsubscribe}>
          {stop}
        </Aside>
      </Row>
    </>
  )
  const head = { language, title: heading }
  return look ? (
    <Card {...head} look={look} shop={shop} footer={footer}>
      {body}
    </Card>
  ) : (
    <Letter {...head}>
      {body}
      {footer}
    </Letter>
  )
}
