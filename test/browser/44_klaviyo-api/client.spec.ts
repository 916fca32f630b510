/** What a backend does with Klaviyo's official client, with the Worker's address as its base path. */
import {
  type CatalogVariantCreateQuery,
  FilterBuilder,
  RetryWithExponentialBackoff,
  type ServerBISSubscriptionCreateQuery,
} from 'klaviyo-api'
import { type HostShop } from '../shop.ts'
import { mailTo, waitingFor } from '../shopper.ts'
import {
  type Client,
  clientFor,
  expect,
  expectDescribed,
  refusalOf,
  speaksKlaviyo,
  test,
} from './clients.ts'

const id = (own: string) => `$custom:::$default:::${own}`

const subscription = (
  email: string,
  variant: string,
  phoneNumber?: string,
): ServerBISSubscriptionCreateQuery => ({
  data: {
    type: 'back-in-stock-subscription',
    attributes: {
      channels: [phoneNumber ? 'SMS' : 'EMAIL'],
      profile: {
        data: { type: 'profile', attributes: phoneNumber ? { phoneNumber } : { email } },
      },
    },
    relationships: { variant: { data: { type: 'catalog-variant', id: id(variant) } } },
  },
})

const item = (origin: string, externalId: string) => ({
  data: {
    type: 'catalog-item' as const,
    attributes: {
      externalId,
      title: 'Linen shirt',
      description: 'Linen, from Portugal.',
      url: `${origin}/p/shirt`,
      price: 59.5,
      customMetadata: { season: 'summer' },
    },
  },
})

const variant = (origin: string, externalId: string, title: string): CatalogVariantCreateQuery => ({
  data: {
    type: 'catalog-variant',
    attributes: {
      externalId,
      title,
      description: 'Linen, from Portugal.',
      sku: `SKU-${externalId}`,
      inventoryQuantity: 0,
      inventoryPolicy: 1,
      price: 59.5,
      url: `${origin}/p/shirt?variant=${externalId}`,
    },
    relationships: { item: { data: { type: 'catalog-item', id: id('SHIRT') } } },
  },
})

/** The whole list behind pages of `size`, and how many pages it took. */
async function pagesOf<T>(
  read: (pageCursor?: string) => Promise<{ body: { data: T[]; links?: { next?: string | null } } }>,
) {
  const pages: T[][] = []
  let cursor: string | undefined
  do {
    const { body } = await read(cursor)
    pages.push(body.data)
    // The client takes a whole link for a cursor only if it begins with https, as Klaviyo's do.
    cursor = body.links?.next?.replace('http:', 'https:') ?? undefined
  } while (cursor && pages.length < 10)
  return pages
}

test('subscribes a profile once, and reads why another call is refused', async ({
  klaviyo,
  shop,
}) => {
  const { catalogs } = klaviyo
  const ada = shop.address('ada')
  await shop.api('PATCH', '/v1/shop', { catalog: 'strict' })
  const entry = { sku: 'TEE-M', title: 'Tee', url: `${shop.origin}/p/tee` }
  await shop.api('PUT', '/v1/products', [entry])

  for (const _ of ['first', 'again']) {
    const { response } = await catalogs.createBackInStockSubscription(subscription(ada, 'TEE-M'))
    expect([response.status, response.data]).toEqual([202, ''])
  }
  expect(await waitingFor(shop, ada)).toEqual(['TEE-M'])

  const refused = (what: ServerBISSubscriptionCreateQuery, client = klaviyo) =>
    refusalOf(client.catalogs.createBackInStockSubscription(what))
  const email = { code: 'invalid', title: 'Invalid input.', detail: 'Invalid email address' }
  expect(await refused(subscription('ada@', 'TEE-M'))).toMatchObject({
    status: 400,
    errors: [{ ...email, source: { pointer: '/data/attributes/email' } }],
  })
  const phone = 'Invalid phone number format (Example of a valid format: +12345678901)'
  expect(await refused(subscription('', 'TEE-M', '070-123'))).toMatchObject({
    status: 400,
    errors: [{ detail: phone, source: { pointer: '/data/attributes/phone_number' } }],
  })
  expect(await refused(subscription(ada, 'TEE-XXL'))).toMatchObject({
    status: 404,
    errors: [
      {
        code: 'variant_not_found',
        title: 'The variant in your relationship payload does not exist',
        detail: 'The variant in your relationship payload does not exist',
        source: { pointer: '/data/relationships/variant/data/id' },
      },
    ],
  })
  const stranger = clientFor('sk_nobody')
  expect(await refused(subscription(ada, 'TEE-M'), stranger)).toMatchObject({
    status: 401,
    errors: [
      {
        code: 'not_authenticated',
        title: 'Authentication credentials were not provided.',
        detail: 'Missing or invalid private key.',
        source: { pointer: '/data/' },
      },
    ],
  })
  await speaksKlaviyo(shop, { dialects: {} })
  expect(await refused(subscription(ada, 'TEE-M'))).toMatchObject({
    status: 403,
    errors: [{ code: 'permission_denied', detail: expect.stringContaining('dialects.klaviyo') }],
  })
  expectDescribed(stranger.answers)
})

test('records the consent of a list', async ({ klaviyo, shop }) => {
  const email = shop.address('list')
  const subscriptions = { email: { marketing: { consent: 'SUBSCRIBED' as const } } }
  const job = (address: string) => ({
    data: {
      type: 'profile-subscription-bulk-create-job' as const,
      attributes: {
        customSource: 'Newsletter',
        profiles: {
          data: [{ type: 'profile' as const, attributes: { email: address, subscriptions } }],
        },
      },
      relationships: { list: { data: { type: 'list' as const, id: 'Y6nRLr' } } },
    },
  })
  const { response } = await klaviyo.profiles.bulkSubscribeProfiles(job(email))
  expect([response.status, response.data]).toEqual([202, ''])
  expect(await marketingOf(shop, email)).toEqual(['Send me news and offers, too.'])
  expect(await refusalOf(klaviyo.profiles.bulkSubscribeProfiles(job('list@')))).toMatchObject({
    status: 400,
    errors: [{ code: 'invalid', detail: 'Invalid email address' }],
  })
})

/** The words of the consents to marketing that the export of a person has. */
async function marketingOf(shop: HostShop, email: string): Promise<string[]> {
  const found = await (await shop.api('POST', '/v1/contacts/lookup', { email })).json()
  const { id: contact } = found as { id: string }
  const shown = await (await shop.api('GET', `/v1/contacts/${contact}`)).json()
  const { consents } = shown as { consents: { purpose: string; text: string }[] }
  return consents.filter(({ purpose }) => purpose === 'marketing').map(({ text }) => text)
}

test('keeps a catalogue in which a changed quantity brings the mail', async ({ klaviyo, shop }) => {
  const { catalogs } = klaviyo
  const made = await catalogs.createCatalogItem(item(shop.origin, 'SHIRT'))
  expect(made.response.status).toBe(201)
  expect(made.body.data).toMatchObject({
    type: 'catalog-item',
    id: id('SHIRT'),
    attributes: { externalId: 'SHIRT', title: 'Linen shirt', customMetadata: { season: 'summer' } },
  })
  for (const [own, title] of [
    ['S', 'Linen shirt, S'],
    ['M', 'Linen shirt, M'],
    ['L', 'Linen shirt, L'],
  ] as const) {
    const { response, body } = await catalogs.createCatalogVariant(variant(shop.origin, own, title))
    expect(response.status).toBe(201)
    expect(body.data).toMatchObject({
      id: id(own),
      attributes: { externalId: own, sku: `SKU-${own}`, inventoryQuantity: 0, inventoryPolicy: 1 },
      relationships: { item: { data: { id: id('SHIRT') } } },
    })
  }
  expect(
    await refusalOf(catalogs.createCatalogVariant(variant(shop.origin, 'S', 'Again'))),
  ).toMatchObject({
    status: 409,
  })

  const [single, bulk] = [shop.address('single'), shop.address('bulk')]
  await catalogs.createBackInStockSubscription(subscription(single, 'S'))
  await catalogs.createBackInStockSubscription(subscription(bulk, 'M'))
  expect(await waitingFor(shop, single)).toEqual(['SKU-S'])

  const changed = await catalogs.updateCatalogVariant(id('S'), {
    data: { type: 'catalog-variant', id: id('S'), attributes: { inventoryQuantity: 12 } },
  })
  expect(changed.body.data.attributes).toMatchObject({ inventoryQuantity: 12, sku: 'SKU-S' })
  expect((await mailTo(shop, single)).subject).toContain('Linen shirt')
  expect(await shop.mailsTo(bulk)).toEqual([])

  const job = await catalogs.bulkUpdateCatalogVariants({
    data: {
      type: 'catalog-variant-bulk-update-job',
      attributes: {
        variants: {
          data: [
            { type: 'catalog-variant', id: id('M'), attributes: { inventoryQuantity: 3 } },
            { type: 'catalog-variant', id: id('NO'), attributes: { inventoryQuantity: 3 } },
          ],
        },
      },
    },
  })
  expect(job.response.status).toBe(202)
  expect(job.body.data.attributes).toMatchObject({ totalCount: 2 })
  await expect
    .poll(async () => (await catalogs.getBulkUpdateVariantsJob(job.body.data.id)).body.data)
    .toMatchObject({
      id: job.body.data.id,
      attributes: { status: 'complete', totalCount: 2, completedCount: 1, failedCount: 1 },
    })
  await mailTo(shop, bulk)
  const jobs = await catalogs.getBulkUpdateVariantsJobs({
    filter: new FilterBuilder().equals('status', 'complete').build(),
  })
  expect(jobs.body.data.map((one) => one.id)).toEqual([job.body.data.id])
})

test('lists a catalogue in pages, by filters and with single fields, and deletes it', async ({
  klaviyo,
  shop,
}) => {
  const { catalogs } = klaviyo
  await catalogs.createCatalogItem(item(shop.origin, 'SHIRT'))
  const sizes = ['XS', 'S', 'M', 'L', 'XL']
  const job = await catalogs.bulkCreateCatalogVariants({
    data: {
      type: 'catalog-variant-bulk-create-job',
      attributes: {
        variants: { data: sizes.map((size) => variant(shop.origin, size, size).data) },
      },
    },
  })
  await expect
    .poll(async () => (await catalogs.getBulkCreateVariantsJob(job.body.data.id)).body.data)
    .toMatchObject({ attributes: { status: 'complete', completedCount: sizes.length } })

  const pages = await pagesOf((pageCursor) =>
    catalogs.getCatalogVariants({
      pageSize: 2,
      sort: 'created',
      fieldsCatalogVariant: ['sku'],
      ...(pageCursor && { pageCursor }),
    }),
  )
  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
  expect(
    pages
      .flat()
      .map(({ attributes }) => attributes.sku)
      .toSorted(),
  ).toEqual(sizes.map((size) => `SKU-${size}`).toSorted())
  expect(pages.flat().map(({ attributes }) => attributes.title)).toEqual(sizes.map(() => undefined))

  const filtered = async (build: (filter: FilterBuilder) => FilterBuilder) => {
    const filter = build(new FilterBuilder()).build()
    const { body } = await catalogs.getCatalogVariants({ filter })
    return body.data.map(({ attributes }) => attributes.externalId).toSorted()
  }
  expect(await filtered((by) => by.equals('sku', 'SKU-M'))).toEqual(['M'])
  expect(await filtered((by) => by.any('ids', [id('S'), id('XL'), id('NO')]))).toEqual(['S', 'XL'])
  expect(await filtered((by) => by.equals('item.id', id('SHIRT')))).toEqual(sizes.toSorted())
  const { body: ofItem } = await catalogs.getVariantsForCatalogItem(id('SHIRT'))
  expect(ofItem.data).toHaveLength(sizes.length)
  const { body: whole } = await catalogs.getCatalogItem(id('SHIRT'), { include: ['variants'] })
  expect(whole.included).toHaveLength(sizes.length)

  const gone = await catalogs.deleteCatalogVariant(id('XS'))
  expect([gone.response.status, gone.response.data]).toEqual([204, ''])
  const deleted = await catalogs.bulkDeleteCatalogVariants({
    data: {
      type: 'catalog-variant-bulk-delete-job',
      attributes: { variants: { data: [{ type: 'catalog-variant', id: id('S') }] } },
    },
  })
  await expect
    .poll(async () => (await catalogs.getBulkDeleteVariantsJob(deleted.body.data.id)).body.data)
    .toMatchObject({ attributes: { status: 'complete', completedCount: 1 } })
  expect(await refusalOf(catalogs.getCatalogVariant(id('XS')))).toMatchObject({ status: 404 })
  await catalogs.deleteCatalogItem(id('SHIRT'))
  expect(await refusalOf(catalogs.getCatalogItem(id('SHIRT')))).toMatchObject({ status: 404 })
  expect(
    await refusalOf(
      catalogs.updateCatalogItem(id('SHIRT'), {
        data: { type: 'catalog-item', id: id('SHIRT'), attributes: { title: 'Shirt' } },
      }),
    ),
  ).toMatchObject({ status: 404 })
})

test('tries again only after the time that a 429 names', async ({ shop }) => {
  await speaksKlaviyo(shop)
  // A wrong key is counted by the address of its caller: one of its own, for this test alone.
  const ip = `10.44.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`
  const read = (client: Client) => refusalOf(client.catalogs.getCatalogItem(id('SHIRT')))

  // Each pause of the client moves its clock on at once, so the test does not wait.
  const { now } = Date
  let slept = 0
  class Hurried extends RetryWithExponentialBackoff {
    override sleep(seconds: number): Promise<void> {
      slept += seconds
      return Promise.resolve()
    }
  }
  const patient = clientFor('sk_nobody', new Hurried({ numRetries: 2 }), ip)
  Date.now = () => now() + slept * 1000
  try {
    // Between two minutes the Worker counts anew.
    let last = await read(patient)
    for (let tried = 1; last.status === 401 && tried < 100; tried += 1) last = await read(patient)
    expect(last).toMatchObject({ status: 429, errors: [{ code: 'throttled' }] })
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(1)
    expect(slept).toBeGreaterThanOrEqual(Number(last.headers['retry-after']))
  } finally {
    Date.now = now
  }
  expectDescribed(patient.answers)
})
