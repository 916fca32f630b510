/**
 * The mail that asks to confirm an address. Whoever gets it may never have asked for anything, so
 * it advertises nothing: no picture, no price, no link into the shop.
 */
import { fill } from '../../shared/languages/fill.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { documentOf, Letter, Row } from './layout.tsx'
import { Aside, Button, Heading, Note, Text } from './parts.tsx'
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
  const { only, expected, lines } = namesOf(mail)
  const text = [
    t.heading,
    '',
    ...(only
      ? [fill(t.intro, { shop, item: only }), ...(expected ? ['', expected] : [])]
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
  const { only, expected, lines } = namesOf(mail)
  return (
    <Letter language={texts.language} title={t.heading}>
      <Row>
        <Heading>{t.heading}</Heading>
      </Row>
      <Row above={12}>
        <Text>
          <Sentence text={only ? t.intro : t.introSeveral} shop={shop} item={only} />
        </Text>
      </Row>
      {expected && (
        <Row above={12}>
          <Text>{expected}</Text>
        </Row>
      )}
      {!only && (
        <Row above={12}>
          <Lines lines={lines} />
        </Row>
      )}
      <Row above={20} below={20}>
        <Button href={confirm}>{t.button}</Button>
      </Row>
      <Row>
        <Note>{t.why}</Note>
      </Row>
      <Row above={8}>
        <Aside href={unsubscribe}>{t.never}</Aside>
      </Row>
    </Letter>
  )
}
