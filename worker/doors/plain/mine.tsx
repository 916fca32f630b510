/**
 * `GET` and `POST /mine/:shop`: sends the link to a person's list to an address that somebody
 * enters. The answer is the same for every address, and a GET never repeats an entered address.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Email } from '../../../shared/email.ts'
import { textsFor } from '../../../shared/languages/texts.ts'
import { isUnavailable } from '../../homes/d1.ts'
import type { Look } from '../../message/look.ts'
import { Sentence } from '../../message/sentence.tsx'
import { sendLink } from '../../recipient/send-link.ts'
import { smsCountriesOf } from '../../shop/rules.ts'
import { done, failed, type Result } from '../../result.ts'
import type { ClientShop } from '../../shop/shop.ts'
import { countryOf } from '../../confirmation/rules.ts'
import { writableNumber } from '../../address/phone.ts'
import { visitorOf } from '../visitor.ts'
import { countries } from './fields.ts'
import { Page } from '../page.tsx'
import { textOf } from '../request.ts'
import { lookIn } from '../shop-look.ts'
import {
  configuredForm,
  formBrake,
  formShop,
  formSized,
  ownPages,
  type PlainApp,
} from './admit.tsx'
import { Address, Select } from './inputs.tsx'
import { Refusal } from './pages.tsx'
import { typedIn } from './request.ts'
import { told } from './words.ts'

export const mineRoutes = new Hono<PlainApp>()
  .get('/:shop', formShop, (c) => {
    const { shop, query } = c.var
    const country = countryOf(shop, visitorOf(c).country)
    return c.html(<Ask {...{ look: lookIn(c), shop, country, locale: query.locale }} />, 200)
  })

  .post('/:shop', formShop, ownPages, formBrake, configuredForm, formSized, async (c) => {
    const { shop, query } = c.var
    const { locale } = query
    const form = new URLSearchParams(await textOf(c))
    const country = countryOf(shop, visitorOf(c).country)
    const entered = addressIn(form, shop)
    if (!entered.ok) {
      return c.html(
        <Ask {...{ look: lookIn(c), shop, country, locale, form, fault: entered.error }} />,
        422,
      )
    }
    const { kind, address } = entered.value
    // Only a bot fills the hidden field. It gets the usual answer.
    if (typedIn(form, 'website'))
      return c.html(<Asked {...{ look: lookIn(c), shop, locale, kind }} />, 200)
    try {
      await sendLink(c.env, shop, kind, address, locale, Date.now())
    } catch (error) {
      if (!isUnavailable(error)) throw error
      return c.html(<Refusal look={lookIn(c)} locale={locale} code="failed" />, 503)
    }
    return c.html(<Asked {...{ look: lookIn(c), shop, locale, kind }} />, 200)
  })

/** The entered address, or the code of its fault. */
function addressIn(
  form: URLSearchParams,
  shop: ClientShop,
): Result<{ kind: 'email' | 'phone'; address: string }, string> {
  const phone = textsNumbers(shop) ? typedIn(form, 'phone') : undefined
  if (phone === undefined) {
    const email = v.safeParse(Email, typedIn(form, 'email'))
    if (email.success) return done({ kind: 'email', address: email.output })
    return failed(form.has('phone') ? 'phone_invalid' : 'email_invalid')
  }
  const country = typedIn(form, 'country') ?? shop.country
  const number = writableNumber(phone, country, smsCountriesOf(shop))
  return number.ok ? done({ kind: 'phone', address: number.value }) : number
}

/**
 * Whether the page sends SMS. It does not for a shop with Turnstile: nothing here shows that a
 * person asked, and each SMS costs the shop money.
 */
const textsNumbers = (shop: ClientShop): boolean =>
  shop.channels.includes('sms') && shop.confirmers.phone !== undefined && !shop.turnstile

interface AskProps {
  look: Look | undefined
  shop: ClientShop
  /** The person's probable country: ISO 3166-1. */
  country: string | undefined
  locale: string
  form?: URLSearchParams
  fault?: string
}

function Ask({ look, shop, country, locale, form, fault }: AskProps) {
  const byPhone = textsNumbers(shop)
  const { language, form: words, pages } = textsFor(locale)
  const t = pages.mine
  const isOfPhone = fault?.startsWith('phone_')
  const said = fault && told(words, pages, fault, isOfPhone ? 'phone_invalid' : 'email_invalid')
  return (
    <Page
      look={look}
      language={language}
      title={byPhone ? pages.manage.title : t.title}
      referrer="same-origin"
    >
      <p>
        <Sentence text={t.ask} shop={shop.name} />
      </p>
      <form method="post" novalidate>
        <Address
          channel="email"
          label={words.email}
          fault={isOfPhone ? undefined : said}
          value={form?.get('email')}
        />
        <Send label={t.button} />
      </form>
      {byPhone && (
        <>
          <p>
            <Sentence text={t.askSms} shop={shop.name} />
          </p>
          <form method="post" novalidate>
            <Select
              name="country"
              label={words.country}
              {...countries(shop, country, language, form)}
            />
            <Address
              channel="sms"
              label={words.phone}
              fault={isOfPhone ? said : undefined}
              value={form?.get('phone')}
            />
            <Send label={t.button} />
          </form>
        </>
      )}
    </Page>
  )
}

const Send = ({ label }: { label: string }) => (
  <>
    <input name="website" hidden tabindex={-1} autocomplete="off" />
    <button type="submit">{label}</button>
  </>
)

function Asked(props: {
  look: Look | undefined
  shop: ClientShop
  locale: string
  kind: 'email' | 'phone'
}) {
  const { look, shop, locale, kind } = props
  const { language, pages } = textsFor(locale)
  const t = pages.mine
  return (
    <Page look={look} language={language} title={t.doneTitle}>
      <p role="status">
        <Sentence text={kind === 'email' ? t.done : t.doneSms} shop={shop.name} />
      </p>
    </Page>
  )
}
