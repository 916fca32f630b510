/**
 * The mails that bring news of a product to a person who waited for it: an alert, a reminder, several
 * products at once, or that it will not come back. They differ in words and products and are laid out
 * here. A shop's own words stand in place of ours; why the mail came and how to stop it never change.
 */
import { fill } from '../../shared/languages/fill.ts'
import { itemOf, textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { Card, documentOf, Row } from './layout.tsx'
import type { Look } from './look.ts'
import { type Filling, linesOf, type OwnMail, plain, type Words, wordsOf } from './own.ts'
import { PLAIN } from './paint.ts'
import { Aside, Button, Heading, Listed, Named, Note, Picture, Text } from './parts.tsx'
import { withoutLinks } from './plain-text.ts'
import { priceOf } from './price.ts'
import { Filled } from './sentence.tsx'

/** A mail as it is sent. `preheader` is in `html`: what lists of mails show beside the subject. */
export interface RenderedMail {
  subject: string
  preheader: string
  html: string
  text: string
}

/** What all these mails need. */
export interface NewsBase {
  shop: string
  /** BCP 47, the subscription's own. */
  locale: string
  /** Absolute addresses. */
  unsubscribe: string
  manage: string
  /** The shop's own texts for this kind of mail, in the language of the locale. */
  own?: OwnMail | undefined
  /** What the shop's page said about the person's wish, by name: for `{data.…}`. */
  data?: Readonly<Record<string, string>> | undefined
  /** The shop's look; without it, the standard one. */
  look?: Look | undefined
}

/** A product and where it leads. Without a link it is only named. */
export interface Shown {
  product: Product
  /** Absolute address: the product's page, or the Worker's link that counts the click. */
  link?: string | undefined
  /** Stands above it. */
  label?: string | undefined
}

/** The standard words of a mail. */
interface Standard {
  subject: string
  preview: string
  heading: string
  intro: string
  button: string
  /** Below the products. */
  note?: string | undefined
  why: string
}

export interface News extends NewsBase {
  standard: Standard
  /** What stands in the places of the texts, besides the shop. */
  values: Filling
  shown: readonly Shown[]
  /** A link below the products. */
  aside?: { label: string; link: string } | undefined
}

/** What stands in the places of texts about one product. */
export function valuesOf(
  { shop, locale, data = {} }: Pick<NewsBase, 'shop' | 'locale' | 'data'>,
  product: Product,
): Filling {
  return {
    shop,
    item: itemOf(textsFor(locale), product),
    product: product.title,
    variant: product.variantTitle,
    price: priceOf(product, locale),
    // A stranger may have written them.
    ...Object.fromEntries(
      Object.entries(data).map(([name, value]) => [`data.${name}`, withoutLinks(value)]),
    ),
  }
}

/** The mail for some news. */
export function renderNews(news: News): RenderedMail {
  const said = saidIn(news)
  return {
    subject: plain(said.subject),
    preheader: plain(said.preview),
    html: documentOf(<NewsMail news={news} said={said} />),
    text: textOf(news, said),
  }
}

interface Said {
  /** The language of the mail as a whole. */
  language: string
  subject: Words
  preview: Words
  heading: Words
  /** Paragraphs. */
  text: Words[]
  button: Words
  note?: string | undefined
  why: Words
  footer: Words[]
}

function saidIn({ own = {}, values, standard: t, locale }: News): Said {
  const { language } = textsFor(locale)
  const ours = (text: string): Words => ({ text, values, language })
  const theirs = (part: string | undefined, standard: string) =>
    wordsOf(part, values, ours(standard), own.language)
  const text = linesOf(own.text, values, own.language)
  return {
    language: (text && own.language) ?? language,
    subject: theirs(own.subject, t.subject),
    preview: theirs(own.preheader, t.preview),
    heading: theirs(own.heading, t.heading),
    text: text ?? [ours(t.intro)],
    button: theirs(own.button, t.button),
    note: text ? undefined : t.note,
    why: ours(t.why),
    footer: linesOf(own.footer, values, own.language) ?? [],
  }
}

function textOf({ locale, shown, aside, manage, unsubscribe }: News, said: Said): string {
  const { line, lineTo, alert: t } = textsFor(locale).mail
  const label = plain(said.button)
  return [
    plain(said.heading),
    '',
    ...said.text.flatMap((one) => [plain(one), '']),
    ...shown.flatMap(({ product, link, label: above }) => [
      ...[above, product.title, product.variantTitle, link && priceOf(product, locale)].filter(
        Boolean,
      ),
      ...(link ? [fill(lineTo, { label, host: new URL(product.url).host, link })] : []),
      '',
    ]),
    ...(said.note ? [said.note, ''] : []),
    ...(aside ? [fill(line, aside), ''] : []),
    '--',
    ...said.footer.map(plain),
    plain(said.why),
    fill(line, { label: t.manage, link: manage }),
    fill(line, { label: t.unsubscribe, link: unsubscribe }),
    '',
  ].join('\n')
}

function NewsMail({ news, said }: { news: News; said: Said }) {
  const { shop, locale, shown, aside, manage, unsubscribe, look = PLAIN } = news
  const texts = textsFor(locale)
  const { alert: t } = texts.mail
  const several = shown.filter(({ link }) => link).length > 1
  const { language: within } = said
  const Ours = ({ text }: { text: string }) => (
    <Filled words={{ text, values: {}, language: texts.language }} within={within} />
  )
  const footer = (
    <>
      {[...said.footer, said.why].map((words, index) => (
        <Row above={index === 0 ? 20 : 8}>
          <Note look={look}>
            <Filled words={words} within={within} />
          </Note>
        </Row>
      ))}
      <Row above={8}>
        <Aside look={look} href={manage}>
          <Ours text={t.manage} />
        </Aside>
      </Row>
      <Row above={8} below={20}>
        <Aside look={look} href={unsubscribe}>
          <Ours text={t.unsubscribe} />
        </Aside>
      </Row>
    </>
  )
  return (
    <Card
      look={look}
      shop={shop}
      language={within}
      title={plain(said.heading)}
      preheader={<Filled words={said.preview} within={within} />}
      footer={footer}
    >
      <Row above={16}>
        <Heading look={look}>
          <Filled words={said.heading} within={within} />
        </Heading>
      </Row>
      {said.text.map((words) => (
        <Row above={12}>
          <Text look={look}>
            <Filled words={words} within={within} />
          </Text>
        </Row>
      ))}
      {shown.map((one) =>
        several ? (
          <ListedRow {...one} look={look} locale={locale} button={said.button} within={within} />
        ) : (
          <ShownRows {...one} look={look} locale={locale} button={said.button} within={within} />
        ),
      )}
      {said.note && (
        <Row above={20}>
          <Note look={look}>
            <Ours text={said.note} />
          </Note>
        </Row>
      )}
      {aside && (
        <Row above={16}>
          <Aside look={look} href={aside.link}>
            <Ours text={aside.label} />
          </Aside>
        </Row>
      )}
    </Card>
  )
}

interface ShownProps extends Shown {
  look: Look
  locale: string
  button: Words
  /** The language of the mail. */
  within: string
}

/** One of several products that are in stock. */
function ListedRow({ product, link, look, locale, button, within }: ShownProps) {
  const { title, variantTitle, image, url } = product
  const picture = link && look.picture && image && (
    <Picture look={look} src={image} alt={title} href={link} title={url} beside />
  )
  return (
    <Row above={20}>
      <Listed look={look} picture={picture}>
        <Named
          look={look}
          title={title}
          variant={variantTitle}
          price={link && priceOf(product, locale)}
        />
        {link && (
          <div style="padding: 12px 0 0;">
            <Button look={look} href={link} title={url} small>
              <Filled words={button} within={within} />
            </Button>
          </div>
        )}
      </Listed>
    </Row>
  )
}

function ShownRows(props: ShownProps) {
  const { product, link, label, look, locale, button, within } = props
  return (
    <>
      {label && (
        <Row above={24}>
          <Text look={look}>{label}</Text>
        </Row>
      )}
      {link && look.picture && product.image && (
        <Row above={24}>
          <Picture
            look={look}
            src={product.image}
            alt={product.title}
            href={link}
            title={product.url}
          />
        </Row>
      )}
      <Row above={link && look.picture && product.image ? 20 : label ? 12 : 24}>
        <Named
          look={look}
          title={product.title}
          variant={product.variantTitle}
          price={link && priceOf(product, locale)}
        />
      </Row>
      {link && (
        <Row above={24}>
          <Button look={look} href={link} title={product.url}>
            <Filled words={button} within={within} />
          </Button>
        </Row>
      )}
    </>
  )
}
