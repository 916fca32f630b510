/** The pages behind the link of a confirmation. */
import { itemOf, textsFor } from '../../../shared/languages/texts.ts'
import type { Item } from '../../confirmation/store.ts'
import { Sentence } from '../../message/sentence.tsx'
import type { Look } from '../../message/look.ts'
import { Expected } from '../expected.tsx'
import { Page } from '../page.tsx'

/** The data that all these pages show. */
interface About {
  /** The shop's name. */
  shop: string
  look: Look | undefined
  locale: string
  /** The kind of the confirmed address. */
  kind: 'email' | 'phone'
}

/** Asks to confirm, and names everything that the button confirms. */
export function Ask({ items, ...about }: About & { items: Item[] }) {
  const { language, pages } = textsFor(about.locale)
  return (
    <Page look={about.look} language={language} title={pages.confirm.title}>
      <Question {...about} items={items} />
    </Page>
  )
}

interface ConfirmedProps extends About {
  confirmed: Item[]
  inStock: Item[]
  pending: Item[]
  /** The address of the person's list; missing if the list may be somebody else's. */
  manage: string | undefined
}

/** Says what is confirmed, and offers to confirm requests that came after the page was shown. */
export function Confirmed(props: ConfirmedProps) {
  const { confirmed, inStock, pending, manage, ...about } = props
  const texts = textsFor(about.locale)
  const t = texts.pages.confirm
  const [only] = confirmed.length === 1 && about.kind === 'email' ? confirmed : []
  return (
    <Page look={about.look} language={texts.language} title={t.doneTitle}>
      <div role="status">
        <p>
          <Sentence
            text={only ? t.done : texts.pages.manage.intro}
            shop={about.shop}
            item={only && itemOf(texts, only)}
          />
        </p>
        {only && <Expected locale={about.locale} restockAt={only.restockAt} />}
        {!only && <Names locale={about.locale} items={confirmed} />}
      </div>
      {manage && (
        <p>
          <a href={manage}>{texts.mail.list.button}</a>
        </p>
      )}
      {inStock.length > 0 && <Back {...about} items={inStock} />}
      {pending.length > 0 && <Question {...about} items={pending} />}
    </Page>
  )
}

/** Says that there is nothing to wait for. */
export function InStock({ items, ...about }: About & { items: Item[] }) {
  const { language, pages } = textsFor(about.locale)
  return (
    <Page look={about.look} language={language} title={pages.confirm.inStockTitle}>
      <div role="status">
        <Back {...about} items={items} />
      </div>
    </Page>
  )
}

/** Says that there is nothing left to confirm. */
export function Gone({ locale, look }: About) {
  const { language, pages } = textsFor(locale)
  return (
    <Page look={look} language={language} title={pages.confirm.goneTitle}>
      <p role="status">{pages.confirm.gone}</p>
    </Page>
  )
}

function Question({ shop, locale, kind, items }: About & { items: Item[] }) {
  const texts = textsFor(locale)
  const t = texts.pages.confirm
  const [only] = items.length === 1 && kind === 'email' ? items : []
  const several = kind === 'email' ? t.askSeveral : t.askSms
  return (
    <>
      <p>
        <Sentence text={only ? t.ask : several} shop={shop} item={only && itemOf(texts, only)} />
      </p>
      {!only && <Names locale={locale} items={items} />}
      <form method="post">
        <input type="hidden" name="shown" value={items.map(({ id }) => id).join(' ')} />
        <button type="submit">{t.button}</button>
      </form>
    </>
  )
}

/** Products that are back in stock, each with a link. */
function Back({ locale, items }: About & { items: Item[] }) {
  const texts = textsFor(locale)
  const single = items.length === 1
  return (
    <>
      <p>{texts.pages.confirm.inStock}</p>
      {items.map((item) =>
        item.url ? (
          <p>
            <a href={item.url}>
              {single ? texts.mail.alert.button : <bdi>{itemOf(texts, item)}</bdi>}
            </a>
          </p>
        ) : (
          !single && (
            <p>
              <bdi>{itemOf(texts, item)}</bdi>
            </p>
          )
        ),
      )}
    </>
  )
}

function Names({ locale, items }: { locale: string; items: Item[] }) {
  const texts = textsFor(locale)
  return (
    <ul>
      {items.map((item) => (
        <li>
          <bdi>{itemOf(texts, item)}</bdi>
          <Expected locale={locale} restockAt={item.restockAt} />
        </li>
      ))}
    </ul>
  )
}
