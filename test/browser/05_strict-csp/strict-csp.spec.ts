/** A page whose policy allows the Worker's scripts and answers, and nothing else: no styles. */
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'

for (const [how, scripts] of [
  ['a nonce and the Worker’s address', `'nonce-r4nd0m' ${WORKER}`],
  ['a nonce that scripts pass on', "'nonce-r4nd0m' 'strict-dynamic'"],
] as const) {
  test(`the widget works and is styled under a strict policy: ${how}`, async ({
    calmPage: page,
    shop,
  }) => {
    shop.serve('05_strict-csp', {
      'Content-Security-Policy': [
        "default-src 'none'",
        `script-src ${scripts}`,
        `connect-src ${WORKER}`,
        "base-uri 'none'",
      ].join('; '),
    })
    await shop.setStock({ BOWL: 0 })
    await page.goto(shop.origin)
    const button = page.getByRole('button', { name: 'Notify me when available' })
    await button.click()
    await page.getByLabel('E-mail address').fill('strict@example.com')
    await page.getByRole('button', { name: 'Notify me', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'You are on the list' })).toBeVisible()
    const radius = await button.evaluate((element) => getComputedStyle(element).borderRadius)
    expect(radius).not.toBe('0px')
  })
}
