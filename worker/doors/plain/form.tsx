/** The form itself, empty or shown again with what was sent and what is wrong with it. */
import { textsFor } from '../../../shared/languages/texts.ts'
import type { ClientShop } from '../../shop/shop.ts'
import type { Look } from '../../message/look.ts'
import { Expected } from '../expected.tsx'
import { Page } from '../page.tsx'
import { countries, fieldOf, quantities, questions, shownAs } from './fields.ts'
import { Address, Select } from './inputs.tsx'
import { ToMine } from './pages.tsx'
import type { FormQuery } from './query.ts'
import type { FormFaults } from './request.ts'
import { told } from './words.ts'

interface FormProps {
  look: Look | undefined
  shop: ClientShop
  publicKey: string
  query: FormQuery
  /** Where the shopper seems to be: ISO 3166-1. */
  country: string | undefined
  /** The day on which the variant is expected; undefined if it is in stock. */
  restockAt: string | undefined
  /** What was sent, when the form is shown again. */
  form?: URLSearchParams
  faults?: FormFaults
}

/** The page with the form. */
export function Form(props: FormProps) {
  const { look, shop, publicKey, query, country, restockAt, form, faults = {} } = props
  const { locale, product } = query
  const { language, form: t, pages } = textsFor(locale)
  const { version, texts, locale: lang, channels } = questions(shop, locale, country)
  // A tick survives a mistake elsewhere, but not a change of the text that it agreed to.
  const again = faults.form !== 'consent_text_mismatch' && form?.has('marketing')
  const ticked = again ? true : undefined
  return (
    <Page look={look} language={language} title={t.title} referrer="same-origin">
      <p>
        <bdi>
          <b>{product?.title ?? shop.name}</b>
        </bdi>
        {product?.variantTitle && (
          <small>
            <bdi>{product.variantTitle}</bdi>
          </small>
        )}
        <Expected locale={locale} restockAt={restockAt} />
      </p>
      {faults.form && (
        <p role="alert" class="fault">
          {told(t, pages, faults.form, 'failed')}
        </p>
      )}
      <form method="post" novalidate>
        <input type="hidden" name="version" value={version} />
        {shop.maxQuantity && (
          <Select
            name="quantity"
            label={t.quantity}
            {...quantities(shop.maxQuantity, locale, form)}
          />
        )}
        {channels.map((channel, index) => {
          const name = fieldOf(channel)
          const fault = faults[name]
          return (
            <div>
              {channel === 'sms' && (
                <Select
                  name="country"
                  label={t.country}
                  {...countries(shop, country, language, form)}
                />
              )}
              <Address
                channel={channel}
                label={index > 0 ? `${t[name]} ${t.optional}` : t[name]}
                fault={fault && told(t, pages, fault, `${name}_invalid`)}
                value={form?.get(name)}
                describedBy={`${name}-consent`}
              />
              <p id={`${name}-consent`}>
                <small lang={lang} dir="auto">
                  {texts[channel]}
                </small>
              </p>
              <input type="hidden" name={shownAs(channel)} value={texts[channel]} />
            </div>
          )
        })}
        {texts.marketing && channels.includes('email') && (
          <p>
            <input type="hidden" name={shownAs('marketing')} value={texts.marketing} />
            <label lang={lang} dir="auto">
              <input type="checkbox" name="marketing" value="on" checked={ticked} />{' '}
              {texts.marketing}
            </label>
          </p>
        )}
        <input name="website" hidden tabindex={-1} autocomplete="off" />
        <button type="submit">{t.submit}</button>
      </form>
      {shop.consent?.privacyUrl && (
        <p>
          <a href={shop.consent.privacyUrl}>{t.privacy}</a>
        </p>
      )}
      <ToMine shop={publicKey} locale={locale} />
    </Page>
  )
}
