/** Each vendor, the description that its requests are checked against, and the gaps of the description. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { SECRET } from '../../test/fakes/webhook.ts'
import type { Way } from './broken.ts'
import { graphqlCheck, schemaOf } from './graphql.ts'
import { openApiCheck } from './openapi.ts'
import { fromBotocore } from './read/botocore.ts'
import { fromConstant, fromDeclaration, PLAIN } from './read/declarations.ts'
import { fromRoutes, type Route, routesIn } from './read/magento.ts'
import { fromWooPage } from './read/woocommerce.ts'
import { at, isObject, type Json } from './schema.ts'
import type { Check } from './sent.ts'
import { fileOf, moduleOf, type Package, packageFile, type Repository } from './sources.ts'
import { type Verify, webhookCheck } from './webhooks.ts'

export interface Vendor {
  name: string
  /** The fakes that play it: files in test/fakes/. */
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

const KLAVIYO: Repository = {
  repository: 'klaviyo/openapi',
  commit: 'f0a30ba41254904dc410d84ca497df68f8872276',
  licence: 'MIT',
}
const RESEND: Repository = {
  repository: 'resend/resend-openapi',
  commit: 'fd6f395f2114e13806025f0c330921c901d62bb1',
  licence: 'MIT',
}
const SENDGRID: Repository = {
  repository: 'twilio/sendgrid-oai',
  commit: 'dbe0e0d2e67a0c3c55b222d54df2acda2b9027a7',
  licence: 'MIT',
}
const TWILIO: Repository = {
  repository: 'twilio/twilio-oai',
  commit: 'd50069b44ea8cd23141385bdb6db48f16ff75bb5',
  licence: 'MIT',
}
const BOTOCORE: Repository = {
  repository: 'boto/botocore',
  commit: '0e6e2404b85dc336dd2889814e089bde7d1a4c55',
  licence: 'Apache-2.0',
}
const BIGCOMMERCE: Repository = {
  repository: 'bigcommerce/docs',
  commit: '24f580ca6d2981728b7ed70a2049e00fc602c335',
  licence: 'none named',
}
const MAGENTO: Repository = {
  repository: 'magento/inventory',
  commit: 'e9d6e33ccbbb03386982cef0d0b826043cf4d0d2',
  licence: 'OSL-3.0',
}
const WOO: Repository = {
  repository: 'woocommerce/woocommerce-rest-api-docs',
  commit: '13d61967911cb312a27be2dc57b12d5949f40016',
  licence: 'Apache-2.0',
}
const POSTMARK: Package = { name: 'postmark', version: '5.1.0', licence: 'MIT' }
const SHOPIFY: Package = { name: '@shopify/dev-mcp', version: '1.16.0', licence: 'ISC' }
const SES_CLIENT: Package = {
  name: '@aws-sdk/client-sesv2',
  version: '3.1176.0',
  licence: 'Apache-2.0',
}
const SVIX: Package = { name: 'svix', version: '2.5.0', licence: 'MIT' }
const YAML: Package = { name: 'yaml', version: '2.9.1', licence: 'ISC' }

const SHOPIFY_VERSIONS = ['2026-01', '2026-04', '2026-07', '2026-10', 'unstable']

const json = (text: string): Json => JSON.parse(text) as Json

/** The checks of several documents as one: the first that knows the path decides. */
const either =
  (checks: Check[]): Check =>
  (sent) => {
    const all = checks.map((check) => check(sent))
    return all.find(([fault = '']) => !fault.startsWith('no such path')) ?? all[0] ?? []
  }

/** All checks together. Each fault begins with the name of its check. */
const every =
  (checks: [name: string, check: Check][]): Check =>
  (sent) =>
    checks.flatMap(([name, check]) => check(sent).map((fault) => `${name}: ${fault}`))

const openApis =
  (source: Repository, paths: string[]) =>
  (folder: string): Check =>
    either(paths.map((path) => openApiCheck(json(fileOf(folder, source, path)))))

const byHand = (name: string): Json =>
  json(readFileSync(join(import.meta.dirname, 'transcribed', `${name}.json`), 'utf8'))

const transcribed = (name: string) => (): Check => openApiCheck(byHand(name))

/** A store's code may stand before the version. */
function magentoCheck(folder: string): Check {
  const routes = [
    ...['InventorySalesApi', 'InventoryApi'].flatMap((part) =>
      routesIn(fileOf(folder, MAGENTO, `${part}/etc/webapi.xml`)),
    ),
    ...(byHand('magento')['routes'] as Route[]),
  ]
  const document = fromRoutes(routes)
  return either(['/rest', '/rest/{store}'].map((prefix) => openApiCheck(document, prefix)))
}

/** The service as botocore describes it. The stored copy is older than `ConfigurationOverrides`. */
function sesDocument(folder: string): Json {
  const path = 'botocore/data/sesv2/2019-09-27/service-2.json'
  const document = fromBotocore(json(fileOf(folder, BOTOCORE, path)))
  const typesOf = (name: string) =>
    packageFile(folder, SES_CLIENT, `dist-types/models/${name}.d.ts`).toString('utf8')
  const models = typesOf('models_0')
  const FeatureStatus = fromConstant(typesOf('enums'), 'FeatureStatus')
  const tracking = fromDeclaration(models, 'TrackingConfigurationOverrides', { FeatureStatus })
  const overrides = fromDeclaration(models, 'ConfigurationOverrides', {
    TrackingConfigurationOverrides: tracking,
  })
  const { properties } = at(
    document,
    '#/paths/~1v2~1email~1outbound-emails/post/requestBody/content/application~1json/schema',
  )
  if (isObject(properties)) properties['ConfigurationOverrides'] = overrides
  return document
}

/** `POST /email`, the one call whose body Postmark's client declares. */
function postmarkDocument(folder: string): Json {
  const path = 'dist/client/models/message/Message.d.ts'
  const text = { type: 'string' }
  const header = {
    type: 'object',
    properties: { Name: text, Value: text },
    required: ['Name', 'Value'],
  }
  const schema = fromDeclaration(packageFile(folder, POSTMARK, path).toString('utf8'), 'Message', {
    ...PLAIN,
    'Header[]': { type: 'array', items: header },
    'Hash<string>': { type: 'object', additionalProperties: text },
  })
  const requestBody = { required: true, content: { 'application/json': { schema } } }
  const token = { type: 'apiKey', in: 'header', name: 'X-Postmark-Server-Token' }
  return {
    security: [{ token: [] }],
    paths: { '/email': { post: { requestBody } } },
    components: { securitySchemes: { token } },
  }
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
