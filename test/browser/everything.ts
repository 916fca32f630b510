/** A shop whose form has every field: sizes, e-mail, phone number, quantity and marketing consent. */
import type { Page } from '@playwright/test'
import { still } from './axe.ts'
import { expect, type HostShop } from './shop.ts'
import { NOTIFY } from './shopper.ts'

// No SMS is ever sent: a product that is requested with a number stays sold out.
const SMS = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' }

/** The consent texts by language. */
export const TEXTS = {
  en: {
    email: 'Acme sends one e-mail when it is back.',
    sms: 'Acme sends one text message when it is back.',
    marketing: 'Send me news and offers, too.',
  },
  ar: {
    email: 'ترسل أكمي رسالة واحدة عندما يعود المنتج.',
    sms: 'ترسل أكمي رسالة نصية واحدة عندما يعود المنتج.',
    marketing: 'أرسلوا إليّ الأخبار والعروض أيضًا.',
  },
}

/** Loads the page of `30_keyboard`, in the variant that `query` names, and waits for its button. */
export async function askForEverything(page: Page, shop: HostShop, query = ''): Promise<void> {
  shop.serve('30_keyboard')
  const { ok } = await shop.api('PATCH', '/v1/shop', {
    channels: ['email', 'sms'],
    smsCountries: ['SE', 'GB', 'US'],
    maxQuantity: 3,
    destinations: [{ type: 'email' }, SMS],
    consent: { version: '1', texts: TEXTS, privacyUrl: `${shop.origin}/privacy` },
  })
  if (!ok) throw new Error('The shop does not take its settings')
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0, 'TEE-L': 0 })
  await page.goto(`${shop.origin}/?size=M&${query}`)
  await page.locator('shelf-bell button').waitFor()
}

/** Presses the button, and waits until the form is ready and its animations have ended. */
export async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  await still(page)
}

/** All controls of the form, in document order. */
export const controlsOf = (page: Page) =>
  page.locator('[part=dialog]').locator('input:not(.trap), select, .main, a, .close')
