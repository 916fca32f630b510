/** What every shopper does, on whatever page: press the button, leave an address, read the mail. */
import type { FrameLocator, Page } from '@playwright/test'
import type { Shelfbell } from '../../widget/contract.ts'
import { en } from '../../widget/texts/en.ts'
import { expectNoFault, OURS } from './axe.ts'
import { expect, type HostShop } from './shop.ts'

declare global {
  interface Window {
    Shelfbell?: Shelfbell
  }
}

export const NOTIFY = { name: en.button }

/** How a page differs from most: its words, and what axe is to look at, or that it need not. */
interface Way {
  words?: Pick<typeof en, 'button' | 'email' | 'submit' | 'doneTitle' | 'close'>
  axe?: string | string[] | boolean
}

/**
 * Presses the button, leaves an address, and closes the form; axe finds nothing in what is ours,
 * before and after it is opened.
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

/** The skus that somebody waits for, known by a mail address or a number, by the Worker's own word. */
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

/** The sku that was asked for comes back in stock: it was stored, and the mail is there. */
export async function restock(shop: HostShop, sku: string, address: string) {
  expect(await waitingFor(shop, address)).toContain(sku)
  await shop.setStock({ [sku]: 3 })
  return mailTo(shop, address)
}

/** The one mail to an address, when it has come, and where its link leads in the end. */
export async function mailTo(shop: HostShop, address: string) {
  await expect
    .poll(async () => (await shop.mailsTo(address)).length, { intervals: [50, 100] })
    .toBe(1)
  const [mail = { subject: '', html: '', text: '' }] = await shop.mailsTo(address)
  const link = /http:\S+\/r\/\S+/.exec(mail.text)?.[0] ?? ''
  const followed = await fetch(link, { redirect: 'manual' })
  return { ...mail, leadsTo: followed.headers.get('Location') }
}

/** The page, loaded anew, has no button: not even when all that it asks for has come. */
export async function expectGone(page: Page): Promise<void> {
  await page.reload({ waitUntil: 'networkidle' })
  expect(await page.evaluate(() => 'Shelfbell' in window)).toBe(true)
  expect(await page.locator('shelf-bell button').count()).toBe(0)
}

/** Every file and answer that a page asked the Worker for, without the names that a build gives. */
export function askedOf(page: Page, worker: string): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (origin === worker) asked.push(pathname.replace(/^\/shelfbell\/[^/]+/, ''))
  })
  return asked
}
