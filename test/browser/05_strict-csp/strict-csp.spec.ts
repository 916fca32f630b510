/** A page whose policy allows the Worker's scripts and answers and nothing else, no styles either. */
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { expectGone, NOTIFY, restock, subscribe } from '../shopper.ts'

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
    await subscribe(page, shop.address('strict'))
    await expect(page.getByRole('button', NOTIFY)).toHaveCSS('border-radius', '8px')
    const mail = await restock(shop, 'BOWL', shop.address('strict'))
    expect(mail.subject).toBe('Back in stock: Bowl')
    await expectGone(page)
  })
}
