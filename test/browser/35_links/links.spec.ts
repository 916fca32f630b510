/** The Worker's pages behind the links in its mails: light and dark, left-to-right and right-to-left. */
import { form as ar } from '../../../shared/languages/ar/form.ts'
import { form as en } from '../../../shared/languages/en/form.ts'
import { expectNoFault, expectSound } from '../axe.ts'
import { WORKER } from '../places.ts'
import { expect, type HostShop, test } from '../shop.ts'
import { waitingFor } from '../shopper.ts'

/** Waits for the newest mail, and returns its link of a kind (`c`, `u` or `m`). */
async function linkTo(shop: HostShop, address: string, kind: string): Promise<string> {
  const link = async () => {
    const [mail] = await shop.mailsTo(address)
    return new RegExp(`http:\\S+/${kind}/\\S+`).exec(mail?.text ?? '')?.[0] ?? ''
  }
  // A confirmation waits some seconds for further requests.
  await expect.poll(link, { intervals: [50, 100], timeout: 15_000 }).not.toBe('')
  return link()
}

for (const [words, LANGUAGE] of [
  [en, 'en'],
  [ar, 'ar'],
] as const) {
  test(`each page behind a mail’s link is accessible: ${LANGUAGE}`, async ({
    calmPage: page,
    shop,
  }) => {
    const address = shop.address('reader')
    const look = () => expectNoFault(page, 'html')
    shop.serve('35_links', {}, { LANGUAGE })
    await shop.api('PATCH', '/v1/shop', { doubleOptIn: true })
    await shop.setStock({ LAMP: 0, VASE: 0 })
    await page.goto(shop.origin)
    const ask = async (place: number) => {
      await page.getByRole('button', { name: words.button }).nth(place).click()
      await page.getByLabel(words.email).fill(address)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('heading', { name: words.confirmTitle })).toBeVisible()
      await page.keyboard.press('Escape')
    }
    await ask(0)

    await page.goto(await linkTo(shop, address, 'c'))
    await expect(page.locator('html')).toHaveAttribute('lang', LANGUAGE)
    await look()
    expect(await waitingFor(shop, address)).toEqual(['LAMP'])
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('status')).toBeVisible()
    await look()
    await page.goto(shop.origin)
    await ask(1)
    await shop.setStock({ LAMP: 1 })

    await page.goto(await linkTo(shop, address, 'm'))
    await expect(page.getByRole('listitem')).toHaveCount(1)
    // The colours are the same in every language.
    await (LANGUAGE === 'en' ? expectSound(page) : look())
    const stop = await linkTo(shop, address, 'u')
    await page.getByRole('listitem').getByRole('button').click()
    await expect(page.getByRole('listitem')).toHaveCount(0)
    await look()
    expect(await waitingFor(shop, address)).toEqual([])

    await page.goto(stop)
    await (LANGUAGE === 'en' ? expectSound(page) : look())
    await page.getByRole('button').first().click()
    await expect(page.getByRole('status')).toBeVisible()
    await look()
  })
}

test('the page of an invalid link is accessible', async ({ page }) => {
  await page.goto(`${WORKER}/u/nothing`)
  await expect(page.getByRole('heading', { name: 'This link doesn’t work' })).toBeVisible()
  await expectSound(page)
})
