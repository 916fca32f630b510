/**
 * The mail that tells people what they wait for, right after they asked. Somebody else may have entered
 * the address, so it advertises nothing, and says how to remove it.
 */
import { fill } from '../../shared/languages/fill.ts'
import { textsFor } from '../../shared/languages/texts.ts'
import { documentOf, Letter, Row } from './layout.tsx'
import { Aside, Button, Heading, Note, Text } from './parts.tsx'
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
  const { only, expected, lines } = namesOf(mail)
  const text = [
    pages.confirm.doneTitle,
    '',
    ...(only
      ? [fill(t.intro, { shop, item: only }), ...(expected ? ['', expected] : [])]
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
  const { only, expected, lines } = namesOf(mail)
  const title = pages.confirm.doneTitle
  return (
    <Letter language={language} title={title}>
      <Row>
        <Heading>{title}</Heading>
      </Row>
      <Row above={12}>
        <Text>
          <Sentence text={only ? t.intro : pages.manage.intro} shop={shop} item={only} />
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
        <Button href={manage}>{list.button}</Button>
      </Row>
      <Row>
        <Note>{t.why}</Note>
      </Row>
      <Row above={8}>
        <Aside href={unsubscribe}>{alert.unsubscribe}</Aside>
      </Row>
    </Letter>
  )
}
