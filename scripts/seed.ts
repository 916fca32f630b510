/** Creates the demo shop through the public API, as a shop's developer would. */

interface DemoProduct {
  sku: string
  id: string
  /** The name of the page and of the picture under /demo/. */
  page: string
  title: string
  variantTitle?: string
  price: number
  quantity: number
}

const products: DemoProduct[] = [
  { sku: 'MUG-BLUE', id: 'MUG', page: 'mug', title: 'Skerry mug', price: 28, quantity: 12 },
  { sku: 'VASE-TALL', id: 'VASE', page: 'vase', title: 'Beacon vase', price: 84, quantity: 0 },
  ...['S', 'M', 'L', 'XL'].map((size) => ({
    sku: `TEE-${size}`,
    id: 'TEE',
    page: 'tee',
    title: 'Harbour tee',
    variantTitle: size,
    price: 39,
    quantity: size === 'M' || size === 'L' ? 0 : 7,
  })),
]

/** The words of the form that the shop would show where it calls Shelfbell in another API's dialect. */
const consent = {
  version: 'demo-1',
  texts: {
    en: {
      email: 'Email me once when this is back in stock.',
      marketing: 'Also email me news and offers from Grynna.',
    },
  },
}

/** Every dialect is on, so that each call in docs/dialects works. */
const dialects = {
  klaviyo: { consent, companyIds: ['DemoCo'] },
  voyado: { consent },
  voyadoCentra: { consent, stores: ['grynna'] },
  sequenzy: { consent },
}

/** Mails and pages look as the demo's storefront does. The logo is at `url`, as all of the demo is. */
export const lookAt = (url: string) => ({
  logo: { url: `${url}/demo/logo.png`, width: 121 },
  colors: {
    accent: '#f5c518',
    onAccent: '#12283a',
    background: '#edf2f1',
    surface: '#f8fbfa',
    text: '#12283a',
  },
  corner: 8,
})

/** Creates the shop `pk_demo` if it does not exist, and allows pages at `url` to use it. */
export async function seedDemo(url: string): Promise<void> {
  const origins = [url, url.replace('localhost', '127.0.0.1')]
  const made = await call('POST', '/v1/admin/shops', 'dev', {
    name: 'Grynna',
    origins,
    defaultLocale: 'en',
    country: 'SE',
    dialects,
    look: lookAt(url),
    // The dialect `voyado` would make it `every_update`, which a visitor of the demo would not expect.
    // People who try the demo want each mail at once.
    rules: { restockOn: 'change', digestMinutes: 0 },
    keys: 'demo',
  })
  if (made.status === 204) {
    await call('PATCH', '/v1/shop', 'sk_demo', { origins, dialects, look: lookAt(url) })
    return
  }
  await call(
    'PUT',
    '/v1/products',
    'sk_demo',
    products.map(({ sku, id, title, variantTitle, price, page }) => ({
      sku,
      id,
      title,
      ...(variantTitle && { variantTitle }),
      price,
      url: `${url}/demo/${page}${variantTitle ? `?size=${variantTitle}` : ''}`,
      image: `${url}/demo/${page}.png`,
      currency: 'EUR',
    })),
  )
  await call(
    'PUT',
    '/v1/stock-levels',
    'sk_demo',
    products.map(({ sku, quantity }) => ({ sku, quantity })),
  )

  async function call(method: string, path: string, key: string, body: unknown) {
    const response = await fetch(url + path, {
      method,
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
}
