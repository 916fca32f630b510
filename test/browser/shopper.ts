/** What every shopper does, on whatever page: press the button, leave an address, read the mail. */
import { AxeBuilder } from '@axe-core/playwright'
import type { FrameLocator, Page } from '@playwright/test'
import type { Shelfbell } from '../../widget/contract.ts'
import { expect, type HostShop } from './shop.ts'

declare global {
  interface Window {
    Shelfbell?: Shelfbell
  }
}

export const NOTIFY = { name: 'Notify me when available' }

/**
 * Presses the button, leaves an address, and closes the form; axe finds nothing in what is ours.
 * Without `axe` on a page that breaks axe itself.
 */
export async function subscribe(
  page: Page | FrameLocator,
  address: string,
  axe = true,
): Promise<void> {
  await page.getByRole('button', NOTIFY).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('E-mail address')).toBeVisible()
  if (axe && 'goto' in page) {
    const { violations } = await new AxeBuilder({ page }).include('shelf-bell').analyze()
    expect(violations).toEqual([])
  }
  await dialog.getByLabel('E-mail address').fill(address)
  await dialog.getByRole('button', { name: 'Notify me', exact: true }).click()
  await expect(dialog.getByRole('heading', { name: 'You are on the list' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await expect(dialog).toBeHidden()
}

/** The one mail to an address, when it has come, and where its link leads in the end. */
export async function mailTo(shop: HostShop, address: string) {
  await expect.poll(async () => (await shop.mailsTo(address)).length).toBe(1)
  const [mail = { subject: '', html: '', text: '' }] = await shop.mailsTo(address)
  const link = /http:\S+\/r\/\S+/.exec(mail.text)?.[0] ?? ''
  const followed = await fetch(link, { redirect: 'manual' })
  return { ...mail, leadsTo: followed.headers.get('Location') }
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
