/** Each vendor, the description that its requests are checked against, and the gaps of the description. */
import { gunzipSync } from 'node:zlib'
import { SECRET } from '../../test/fakes/webhook.ts'
import type { Way } from './broken.ts'
import { graphqlCheck, schemaOf } from './graphql.ts'
import { openApiCheck } from './openapi.ts'
import { fromWooPage } from './read/woocommerce.ts'
import type { Json } from './schema.ts'
import type { Check } from './sent.ts'
import { fileOf, moduleOf, type Package, packageFile, type Repository } from './sources.ts'
import { type Verify, webhookCheck } from './webhooks.ts'
import {
  SHOPIFY_VERSIONS,
  json,
  either,
  every,
  openApis,
  transcribed,
  magentoCheck,
  sesDocument,
  postmarkDocument,
} from './checks.ts'
import {
  KLAVIYO,
  RESEND,
  SENDGRID,
  TWILIO,
  BOTOCORE,
  BIGCOMMERCE,
  MAGENTO,
  WOO,
  POSTMARK,
  SHOPIFY,
  SES_CLIENT,
  SVIX,
  YAML,
} from './pins.ts'

export interface Vendor {
  name: string
  /** The fakes of this vendor: names of files in test/fakes/. */
  fakes: string[]
  /** The repositories and packages that have to be in the folder. */
  needs: (Repository | Package)[]
  /** The name and the version of the description. */
  description: string
  check(folder: string): Check
  /** Paths that the description does not cover, and why. */
  outside?: [path: RegExp, why: string][]
  /** Deviations that are mistakes of the description, each with the place where it contradicts itself. */
  explained?: [fault: RegExp, why: string][]
  /** Ways to break a request that the description does not cover. */
  blind?: Way[]
}

/** The vendors with a description. */
export const VENDORS: Vendor[] = [
  {
    name: 'Klaviyo',
    fakes: ['klaviyo'],
    needs: [KLAVIYO],
    description: 'openapi/stable.json, revision 2026-07-15',
    check: openApis(KLAVIYO, ['openapi/stable.json']),
  },
  {
    name: 'Resend',
    fakes: ['resend'],
    needs: [RESEND],
    description: 'resend.json 1.5.0',
    check: openApis(RESEND, ['resend.json']),
  },
  {
    name: 'SendGrid',
    fakes: ['sendgrid'],
    needs: [SENDGRID],
    description:
      'spec/json: tsg_mail_v3, tsg_scopes_v3, tsg_tracking_settings_v3, tsg_domain_authentication_v3',
    check: openApis(
      SENDGRID,
      ['mail', 'scopes', 'tracking_settings', 'domain_authentication'].map(
        (part) => `spec/json/tsg_${part}_v3.json`,
      ),
    ),
  },
  {
    name: 'Twilio',
    fakes: ['twilio'],
    needs: [TWILIO],
    description: 'spec/json: twilio_api_v2010, twilio_messaging_v1',
    check: openApis(TWILIO, [
      'spec/json/twilio_api_v2010.json',
      'spec/json/twilio_messaging_v1.json',
    ]),
  },
  {
    name: 'Amazon SES',
    fakes: ['ses'],
    needs: [BOTOCORE, SES_CLIENT],
    description:
      'sesv2/2019-09-27/service-2.json, with ConfigurationOverrides of the newer client’s types',
    check: (folder) => openApiCheck(sesDocument(folder)),
  },
  {
    name: 'Postmark',
    fakes: ['postmark'],
    needs: [POSTMARK],
    description: 'the client’s own types, Message.d.ts',
    check: (folder) => openApiCheck(postmarkDocument(folder)),
    outside: [[/^\/(server|message-streams)/, 'the types declare no paths of reading calls']],
  },
  {
    name: 'Shopify',
    fakes: ['shopify'],
    needs: [SHOPIFY],
    description: `introspection of the Admin API ${SHOPIFY_VERSIONS.join(', ')}`,
    check: (folder) =>
      every(
        SHOPIFY_VERSIONS.map((version) => {
          const packed = packageFile(folder, SHOPIFY, `dist/data/admin_${version}.json.gz`)
          const { data = {}, ...rest } = json(gunzipSync(packed).toString('utf8'))
          const introspection = '__schema' in rest ? rest : data
          return [version, graphqlCheck(schemaOf(introspection))]
        }),
      ),
    outside: [
      [/^\/files\//, 'the result of a bulk operation: an address that Shopify signs'],
      [/^\/admin\/oauth\//, 'OAuth is no part of the GraphQL schema'],
    ],
  },
  {
    name: 'BigCommerce',
    fakes: ['bigcommerce'],
    needs: [BIGCOMMERCE, YAML],
    description: 'reference: catalog/products_catalog.v3.yml, inventory.v3.yml',
    check: (folder) => {
      const { parse } = moduleOf(folder, YAML) as { parse(text: string): Json }
      const paths = ['reference/catalog/products_catalog.v3.yml', 'reference/inventory.v3.yml']
      return either(
        paths.map((path) => openApiCheck(parse(fileOf(folder, BIGCOMMERCE, path)), '/v3')),
      )
    },
    explained: [
      [
        /product_id:in: .* must be integer/,
        'its type is integer, its description is "List of `product_id` separated by comma"',
      ],
    ],
  },
  {
    name: 'Magento',
    fakes: ['magento'],
    needs: [MAGENTO],
    description:
      'etc/webapi.xml of InventorySalesApi and InventoryApi: paths and methods; three routes of other modules by hand',
    check: magentoCheck,
  },
  {
    name: 'WooCommerce',
    fakes: ['woocommerce'],
    needs: [WOO],
    description: 'wp-api-v3: products and product variations',
    check: (folder) =>
      either(
        ['_products.md', '_product-variations.md'].map((page) =>
          openApiCheck(fromWooPage(fileOf(folder, WOO, `source/includes/wp-api-v3/${page}`))),
        ),
      ),
    outside: [[/^\/nowhere\//, 'a wrong address, which a test sets']],
  },
  {
    name: 'Sequenzy',
    fakes: ['sequenzy'],
    needs: [],
    description: 'scripts/specs/transcribed/sequenzy.json, by hand from sequenzy-php',
    check: transcribed('sequenzy'),
  },
  {
    name: 'Voyado Engage',
    fakes: ['voyado'],
    needs: [],
    description:
      'scripts/specs/transcribed/voyado.json, by hand: v2 as generated, v3 as documented',
    check: transcribed('voyado'),
  },
  {
    name: 'Standard Webhooks',
    fakes: ['webhook'],
    needs: [SVIX],
    description:
      'verified by standardwebhooks, svix and plain HMAC; the rules of the specification',
    check: (folder) => {
      const { Webhook } = moduleOf(folder, SVIX) as {
        Webhook: new (secret: string) => { verify: Verify }
      }
      return webhookCheck(SECRET, {
        svix: (body, headers) => new Webhook(SECRET).verify(body, headers),
      })
    },
    blind: ['path', 'query'],
  },
]

/** Fakes of systems without a machine-readable description, each with the reason. */
export const UNDESCRIBED: Record<string, string> = {
  centra: 'its GraphQL types are published as pages only; they were compared by hand',
  'voyado-centra': 'no public page names the address or the properties',
  turnstile: 'a page of the documentation, without a schema',
  dns: 'DNS over HTTPS, as JSON: a page of the documentation',
  sns: 'certificates that Amazon SNS signs with, which are fetched from its own address',
  feed: 'addresses of the shop',
  endless: 'not a vendor: answers that never end',
}
