/** The alert as an e-mail: HTML and text. */
import { fill } from '../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { Card, documentOf, Row } from './layout.tsx'
import type { Look } from './look.ts'
import { PLAIN } from './paint.ts'
import { Aside, Button, Heading, Named, Note, Picture, Text } from './parts.tsx'
import { priceOf } from './price.ts'
import { Sentence } from './sentence.tsx'

export interface Alert {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  product: Product
  /** Absolute addresses. `link` is the product's page, or the Worker's link that counts the click. */
  link: string
  unsubscribe: string
  manage: string
  /** Whether somebody else waited for the same. Only then the mail may say so. */
  othersWaiting?: boolean | undefined
  /** The shop's look; without it, the standard one. */
  look?: Look | undefined
}

/** The mail for an alert. */
export function renderAlert(alert: Alert): { subject: string; html: string; text: string } {
  const { shop, locale, product, link, unsubscribe, manage, othersWaiting } = alert
  const texts = textsFor(locale)
  const { line, lineTo, alert: t } = texts.mail
  const text = [
    t.heading,
    '',
    fill(t.intro, { shop }),
    '',
    ...[product.title, product.variantTitle, priceOf(product, locale)].filter(Boolean),
    fill(lineTo, { label: t.button, host: new URL(product.url).host, link }),
    '',
    othersWaiting ? t.othersWaiting : t.hurry,
    '',
    '--',
    fill(t.why, { shop }),
    fill(line, { label: t.manage, link: manage }),
    fill(line, { label: t.unsubscribe, link: unsubscribe }),
    '',
  ].join('\n')
  return {
    subject: fill(t.subject, { item: itemOf(texts, product) }),
    html: documentOf(<AlertMail {...alert} look={alert.look ?? PLAIN} />),
    text,
  }
}

function AlertMail(props: Alert & { look: Look }) {
  const { shop, locale, product, link, unsubscribe, manage, othersWaiting, look } = props
  const texts = textsFor(locale)
  const { alert: t } = texts.mail
  return (
    <Card
      look={look}
      shop={shop}
      language={texts.language}
      title={t.heading}
      preheader={<Sentence text={t.preview} shop={shop} item={itemOf(texts, product)} />}
      footer={
        <>
          <Row above={20}>
            <Note look={look}>
              <Sentence text={t.why} shop={shop} />
            </Note>
          </Row>
          <Row above={8}>
            <Aside look={look} href={manage}>
              {t.manage}
            </Aside>
          </Row>
          <Row above={8} below={20}>
            <Aside look={look} href={unsubscribe}>
              {t.unsubscribe}
            </Aside>
          </Row>
        </>
      }
    >
      <Row above={16}>
        <Heading look={look}>{t.heading}</Heading>
      </Row>
      <Row above={12} below={24}>
        <Text look={look}>
          <Sentence text={t.intro} shop={shop} />
        </Text>
      </Row>
      {look.picture && product.image && (
        <Row below={20}>
          <Picture
            look={look}
            src={product.image}
            alt={product.title}
            href={link}
            title={product.url}
          />
        </Row>
      )}
      <Row>
        <Named
          look={look}
          title={product.title}
          variant={product.variantTitle}
          price={priceOf(product, locale)}
        />
      </Row>
      <Row above={24}>
        <Button look={look} href={link} title={product.url}>
          {t.button}
        </Button>
      </Row>
      <Row above={20}>
        <Note look={look}>{othersWaiting ? t.othersWaiting : t.hurry}</Note>
      </Row>
    </Card>
  )
}
