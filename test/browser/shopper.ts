/** The steps of a shopper on any page: press the button, enter an address, read the message. */
import type { FrameLocator, Page } from '@playwright/test'
import type { Shelfbell } from '../../widget/contract.ts'
import { form as en } from '../../shared/languages/en/form.ts'
import { expectNoFault, OURS } from './axe.ts'
import { expect, type HostShop } from './shop.ts'

declare global {
  interface Window {
    Shelfbell?: Shelfbell
  }
}

export const NOTIFY = { name: en.button }

/** How a page differs from most: its texts, and the part that axe checks, or no check. */
interface Way {
  words?: Pick<typeof en, 'button' | 'email' | 'submit' | 'doneTitle' | 'close'>
  axe?: string | string[] | boolean
}

/**
 * Presses the button, sends an address and closes the form. Axe checks the widget before and after
 * the form is opened.
 */
export async function subscribe(
  page: Page | FrameLocator,
  address: string,
  { words = en, axe = true }: Way = {},
): Promise<void> {
  const looked = 'goto' in page ? page : page.owner().page()
  const look = async () => axe && (await expectNoFault(looked, axe === true ? OURS : axe))
  const button = page.getByRole('button', { name: words.button, exact: true })
  await expect(button).toBeVisible()
  await look()
  await button.click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel(words.email)
  await expect(field).toBeFocused()
  await look()
  await field.fill(address)
  await dialog.getByRole('button', { name: words.submit, exact: true }).click()
  await expect(dialog.getByRole('heading', { name: words.doneTitle })).toBeVisible()
  await dialog.getByRole('button', { name: words.close }).first().click()
  await expect(dialog).toBeHidden()
}

/** The skus that a person waits for, by e-mail address or phone number, as the API reports them. */
export async function waitingFor(shop: HostShop, address: string): Promise<string[]> {
  const who = address.includes('@') ? { email: address } : { phone: address }
  const { id } = await answerOf(shop, 'POST', '/v1/contacts/lookup', who)
  const { subscriptions = [] } = await answerOf(shop, 'GET', `/v1/contacts/${id}/subscriptions`)
  return subscriptions.map(({ sku }) => sku).toSorted()
}

async function answerOf(shop: HostShop, method: string, path: string, body?: unknown) {
  const response = await shop.api(method, path, body)
  return (await response.json()) as { id?: string; subscriptions?: { sku: string }[] }
}

/** Expects that the person waits for the sku, restocks it, and returns the message. */
export async function restock(shop: HostShop, sku: string, address: string) {
  expect(await waitingFor(shop, address)).toContain(sku)
  await shop.setStock({ [sku]: 3 })
  return mailTo(shop, address)
}

/** Waits for the one mail to an address; returns it and the target of its link. */
export async function mailTo(shop: HostShop, address: string) {
  await expect
    .poll(async () => (await shop.mailsTo(address)).length, { intervals: [50, 100] })
    .toBe(1)
  const [mail = { subject: '', html: '', text: '' }] = await shop.mailsTo(address)
  const link = /http:\S+\/r\/\S+/.exec(mail.text)?.[0] ?? ''
  const followed = await fetch(link, { redirect: 'manual' })
  return { ...mail, leadsTo: followed.headers.get('Location') }
}

/** Reloads the page, and expects no button after all its requests have ended. */
export async function expectGone(page: Page): Promise<void> {
  await page.reload({ waitUntil: 'networkidle' })
  expect(await page.evaluate(() => 'Shelfbell' in window)).toBe(true)
  expect(await page.locator('shelf-bell button').count()).toBe(0)
}

/** Collects the paths that a page requests from the Worker, without the release's name. */
export function askedOf(page: Page, worker: string): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === worker) asked.push(pathname.replace(/^\/shelfbell\/[^/]+/, ''))
  })
  return asked
}
