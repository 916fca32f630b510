/** What a screen reader gets from the form, in a left-to-right and in a right-to-left language. */
import type { Page } from '@playwright/test'
import { form as ar } from '../../../shared/languages/ar/form.ts'
import { form as en } from '../../../shared/languages/en/form.ts'
import { textsFor } from '../../../shared/languages/texts.ts'
import { expectNoFault } from '../axe.ts'
import { askForEverything, TEXTS } from '../everything.ts'
import { expect, test } from '../shop.ts'
import { placesOf, spoken } from '../spoken.ts'
import { expectGone, NOTIFY, restock } from '../shopper.ts'

const lines = async (page: Page) => (await spoken(page)).map(({ line }) => line)

for (const [lang, t, sweden] of [
  ['en', en, 'Sweden'],
  ['ar', ar, 'السويد'],
] as const) {
  const consent = TEXTS[lang]

  test(`a screen reader gets each role, name, state and text in visual order: ${lang}`, async ({
    calmPage: page,
    shop,
  }) => {
    await askForEverything(page, shop, `lang=${lang}`)
    expect(await lines(page)).toContain(`button "${t.button}" hasPopup:dialog`)
    await expectNoFault(page)
    await page.getByRole('button', { name: t.button }).click()
    await expect(page.getByLabel(t.email)).toBeFocused()
    await expectNoFault(page)
    const all = await spoken(page)
    // Without the page behind, the picture, the icons and the hidden field for bots.
    const form = (email: string, fault: string[]) => [
      `dialog "${t.title}" modal:true`,
      `heading "${t.title}"`,
      'status "" live:polite',
      'StaticText "Tee"',
      `group "${t.variant}"`,
      'checkbox "S" checked:false',
      'checkbox "M" checked:true',
      'checkbox "L" checked:false',
      email,
      ...fault,
      `StaticText "${consent.email}"`,
      `combobox "${t.country}" (${sweden}) hasPopup:menu expanded:false`,
      `textbox "${t.phone} ${t.optional}": ${consent.sms}`,
      `StaticText "${consent.sms}"`,
      `combobox "${t.quantity}" (1) hasPopup:menu expanded:false`,
      `checkbox "${consent.marketing}" checked:false`,
      `checkbox "${t.remember}" checked:false`,
      'alert "" live:assertive',
      `button "${t.submit}"`,
      `link "${t.privacy}"`,
      `button "${t.close}"`,
    ]
    expect(all.map(({ line }) => line)).toEqual(
      form(`textbox "${t.email}" focused:true: ${consent.email}`, []),
    )
    // The close button is in the corner, and is read last.
    const seen = (await placesOf(page, all)).slice(0, -1)
    const start = (place: (typeof seen)[0]) => (lang === 'ar' ? -place.right : place.left)
    expect(seen).toEqual(
      seen.toSorted((a, b) => (Math.abs(a.top - b.top) < 8 ? start(a) - start(b) : a.top - b.top)),
    )

    await page.keyboard.press('Enter')
    const missing = t.errors.contact_missing
    await expect(page.getByLabel(t.email)).toHaveAttribute('aria-invalid', 'true')
    expect(await lines(page)).toEqual(
      form(`textbox "${t.email}" invalid:true focused:true: ${missing} ${consent.email}`, [
        `StaticText "${missing}"`,
      ]),
    )

    await page.keyboard.type(shop.address(lang))
    await page.keyboard.press('Enter')
    const undo = textsFor(lang).pages.undo.button
    await expect(page.getByRole('heading', { name: t.doneTitle })).toBeVisible()
    await expect(page.getByRole('button', { name: undo })).toBeVisible()
    expect(await lines(page)).toEqual([
      `dialog "${t.doneTitle}" modal:true`,
      `heading "${t.doneTitle}"`,
      'status "" live:polite',
      `StaticText "${t.doneTitle}"`,
      'StaticText "Tee"',
      'StaticText "M"',
      `StaticText "${t.done}"`,
      `StaticText "${shop.address(lang)}"`,
      'alert "" live:assertive',
      `button "${t.close}" focused:true`,
      `button "${undo}"`,
      `button "${t.close}"`,
    ])
    await restock(shop, 'TEE-M', shop.address(lang))
    await shop.setStock({ 'TEE-S': 1, 'TEE-L': 1 })
    await expectGone(page)
  })
}

test('the form and its consent texts each name their language', async ({
  calmPage: page,
  shop,
}) => {
  const { en: only } = TEXTS
  await askForEverything(page, shop, 'lang=ar')
  const dialog = page.getByRole('dialog')
  const open = async () => {
    await page.getByRole('button', { name: ar.button }).click()
    await expect(page.getByLabel(ar.email)).toBeFocused()
    await expect(dialog).toHaveAttribute('lang', 'ar')
    await expect(dialog).toHaveAttribute('dir', 'rtl')
  }
  await expect(page.getByRole('button', { name: ar.button })).toHaveAttribute('lang', 'ar')
  await open()
  await expect(dialog.locator('#email-consent')).toHaveAttribute('lang', 'ar')
  await expect(dialog.locator('label:has([name=marketing])')).toHaveAttribute('lang', 'ar')

  // A shop with consent texts of its own in one language only.
  await shop.api('PATCH', '/v1/shop', { consent: { version: '2', texts: { en: only } } })
  await page.reload()
  await open()
  for (const part of ['#email-consent', '#phone-consent', 'label:has([name=marketing])']) {
    await expect(dialog.locator(part)).toHaveAttribute('lang', 'en')
  }
})

test('a screen reader gets which field is required and why a size is unavailable', async ({
  page,
  shop,
}) => {
  await askForEverything(page, shop)
  await shop.api('PATCH', '/v1/shop', { channels: ['email'], destinations: [{ type: 'email' }] })
  await page.reload()
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByLabel('Email address')).toBeFocused()
  expect(await lines(page)).toContain(
    `textbox "Email address" focused:true required:true: ${TEXTS.en.email}`,
  )
  await page.getByRole('checkbox', { name: 'S', exact: true }).check()
  await shop.setStock({ 'TEE-M': 2 })
  await page.getByLabel('Email address').fill(shop.address('sizes'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('checkbox', { name: 'M', exact: true })).toBeFocused()
  expect((await lines(page)).filter((line) => /^checkbox "[SML]"/.test(line))).toEqual([
    'checkbox "S" disabled:true checked:true: You’re on the list',
    `checkbox "M" invalid:true focused:true checked:false: ${en.errors.in_stock}`,
    'checkbox "L" checked:false',
  ])
})

/** Records the texts of live regions that existed before their text: others are not announced. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function (init) {
      const root = attachShadow.call(this, init)
      const observer = new MutationObserver((records) => {
        for (const { target } of records) {
          const at = target instanceof Element ? target : target.parentElement
          const region = at?.closest('[role=status],[role=alert]')
          const said = region?.textContent && `${region.role}: ${region.textContent}`
          if (said && heard.at(-1) !== said) heard.push(said)
        }
      })
      observer.observe(root, { childList: true, characterData: true, subtree: true })
      return root
    }
  })
  return () => page.evaluate('heard') as Promise<string[]>
}

test('a screen reader announces loading, sending, faults and success', async ({ page, shop }) => {
  const heard = await listen(page)
  await askForEverything(page, shop)
  let answer = (): void => {}
  await page.route('**/v1/client/config*', async (route) => {
    await new Promise<void>((go) => (answer = go))
    await route.continue()
  })
  await page.getByRole('button', NOTIFY).click()
  // The form is new, so its live regions announce nothing yet: it is read because it takes the
  // focus, and the end of loading because the focus moves on.
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: 'S', exact: true })).toBeFocused()
  expect(await lines(page)).toEqual([
    `dialog "${en.title}" modal:true`,
    `heading "${en.title}"`,
    'status "" live:polite',
    `StaticText "${en.loading}"`,
    'StaticText "Tee"',
    `group "${en.variant}"`,
    'checkbox "S" focused:true checked:false',
    'checkbox "M" checked:true',
    'checkbox "L" checked:false',
    'alert "" live:assertive',
    `button "${en.loading}" disabled:true`,
    `button "${en.close}"`,
  ])
  answer()
  await expect(page.getByLabel('Email address')).toBeFocused()
  expect(await heard()).toEqual([])

  await page.getByLabel('Email address').fill(shop.address('listener'))
  for (const [status, code] of [
    [500, 'failed'],
    [429, 'too_many_requests'],
  ] as const) {
    await page.route('**/v1/client/subscriptions', (route) =>
      route.fulfill({ status, json: { code } }),
    )
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toHaveText(en.errors[code])
    await page.unroute('**/v1/client/subscriptions')
  }
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('status')).toHaveText(en.doneTitle)
  expect(await heard()).toEqual([
    `status: ${en.sending}`,
    `alert: ${en.errors.failed}`,
    `status: ${en.sending}`,
    `alert: ${en.errors.too_many_requests}`,
    `status: ${en.sending}`,
    `status: ${en.doneTitle}`,
  ])
})

test('a screen reader announces that the form cannot load, and the next attempt', async ({
  page,
  shop,
}) => {
  const heard = await listen(page)
  await askForEverything(page, shop)
  await page.route('**/v1/client/config*', (route) => route.abort())
  await page.getByRole('button', NOTIFY).click()
  await expect(page.getByRole('button', { name: en.retry })).toBeFocused()
  await page.unroute('**/v1/client/config*')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Email address')).toBeFocused()
  expect(await heard()).toEqual([`alert: ${en.errors.offline}`, `status: ${en.loading}`])
})
