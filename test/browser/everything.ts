/** A shop that asks for everything that it can: which sizes, mail, number, how many, and news. */
import type { Page } from '@playwright/test'
import { still } from './axe.ts'
import { expect, type HostShop } from './shop.ts'
import { NOTIFY } from './shopper.ts'

// Nothing is ever sent over it: what is asked for here with a number stays sold out.
const SMS = { type: 'sms', accountSid: `AC${'0'.repeat(32)}`, authToken: 'none', from: 'Acme' }

/** What is agreed to, by language. */
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

/** Loads the page of `30_keyboard`, in the guise that `query` names, with its button showing. */
export async function askForEverything(page: Page, shop: HostShop, query = ''): Promise<void> {
  shop.serve('30_keyboard')
  const { ok } = await shop.api('PATCH', '/v1/shop', {
    channels: ['email', 'sms'],
    maxQuantity: 3,
    destinations: [{ type: 'email' }, SMS],
    consent: { version: '1', texts: TEXTS, privacyUrl: `${shop.origin}/privacy` },
  })
  if (!ok) throw new Error('The shop does not take its settings')
  await shop.setStock({ 'TEE-S': 0, 'TEE-M': 0, 'TEE-L': 0 })
  await page.goto(`${shop.origin}/?size=M&${query}`)
  await page.locator('shelf-bell button').waitFor()
}

/** Presses its button, and waits until the form can be filled in and has come to rest. */
export async function openForm(page: Page): Promise<void> {
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('E-mail address')).toBeFocused()
  await still(page)
}

/** All that can be reached in the form, in its order. */
export const controlsOf = (page: Page) =>
  page.locator('[part=dialog]').locator('input:not(.trap), select, .main, a, .close')
