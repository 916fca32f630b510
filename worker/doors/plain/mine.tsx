/**
 * `GET` and `POST /mine/:shop`: sends the link to the list to whoever enters an address. The answer is
 * the same for everybody, and a GET repeats nothing that was entered.
 */
import { Hono } from 'hono'
import * as v from 'valibot'
import { Email } from '../../../shared/email.ts'
import { textsFor } from '../../../shared/languages/texts.ts'
import { isUnavailable } from '../../homes/d1.ts'
import { Sentence } from '../../message/sentence.tsx'
import { mailLink } from '../../recipient/mail-link.ts'
import type { ClientShop } from '../../shop/shop.ts'
import { Page } from '../page.tsx'
import { textOf } from '../request.ts'
import {
  configuredForm,
  formBrake,
  formShop,
  formSized,
  ownPages,
  type PlainApp,
} from './admit.tsx'
import { Refusal } from './pages.tsx'
import { typedIn } from './request.ts'
import { told } from './words.ts'

export const mineRoutes = new Hono<PlainApp>()
  .get('/:shop', formShop, (c) => {
    const { shop, query } = c.var
    return c.html(<Ask shop={shop} locale={query.locale} />, 200)
  })

  .post('/:shop', formShop, ownPages, formBrake, configuredForm, formSized, async (c) => {
    const { shop, query } = c.var
    const { locale } = query
    const form = new URLSearchParams(await textOf(c))
    const email = v.safeParse(Email, typedIn(form, 'email'))
    if (!email.success) {
      return c.html(<Ask {...{ shop, locale, form, fault: 'email_invalid' }} />, 422)
    }
    // Only a machine fills the field that nobody sees; it learns nothing from the answer.
    if (typedIn(form, 'website')) return c.html(<Asked shop={shop} locale={locale} />, 200)
    try {
      await mailLink(c.env, shop, email.output, locale, Date.now())
    } catch (error) {
      if (!isUnavailable(error)) throw error
      return c.html(<Refusal locale={locale} code="failed" />, 503)
    }
    return c.html(<Asked shop={shop} locale={locale} />, 200)
  })

function Ask(props: { shop: ClientShop; locale: string; form?: URLSearchParams; fault?: string }) {
  const { shop, locale, form, fault } = props
  const { language, form: words, pages } = textsFor(locale)
  const t = pages.mine
  return (
    <Page language={language} title={t.title} referrer="same-origin">
      <p>
        <Sentence text={t.ask} shop={shop.name} />
      </p>
      <form method="post" novalidate>
        <label for="email">{words.email}</label>
        {fault && (
          <p class="fault" id="email-fault">
            {told(words, pages, fault, 'email_invalid')}
          </p>
        )}
        <input
          type="email"
          autocomplete="email"
          maxlength={320}
          dir="auto"
          id="email"
          name="email"
          value={form?.get('email') ?? ''}
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby={fault ? 'email-fault' : undefined}
          autofocus={fault ? true : undefined}
        />
        <input name="website" hidden tabindex={-1} autocomplete="off" />
        <button type="submit">{t.button}</button>
      </form>
    </Page>
  )
}

function Asked({ shop, locale }: { shop: ClientShop; locale: string }) {
  const { language, pages } = textsFor(locale)
  const t = pages.mine
  return (
    <Page language={language} title={t.doneTitle}>
      <p role="status">
        <Sentence text={t.done} shop={shop.name} />
      </p>
    </Page>
  )
}
