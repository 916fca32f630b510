/** Makes the checks of the vendors from their descriptions. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiCheck } from './openapi.ts'
import { fromBotocore } from './read/botocore.ts'
import { fromConstant, fromDeclaration, PLAIN } from './read/declarations.ts'
import { fromRoutes, type Route, routesIn } from './read/magento.ts'
import { at, isObject, type Json } from './schema.ts'
import type { Check } from './sent.ts'
import { fileOf, packageFile, type Repository } from './sources.ts'
import { BOTOCORE, MAGENTO, POSTMARK, SES_CLIENT } from './pins.ts'

/** The versions of Shopify's Admin API whose schemas every request is checked against. */
export const SHOPIFY_VERSIONS = ['2026-01', '2026-04', '2026-07', '2026-10', 'unstable']

/** Parses a description; throws if it is not JSON. */
export const json = (text: string): Json => JSON.parse(text) as Json

/** The checks of several documents as one: the first that knows the path decides. */
export const either =
  (checks: Check[]): Check =>
  (sent) => {
    const all = checks.map((check) => check(sent))
    return all.find(([fault = '']) => !fault.startsWith('no such path')) ?? all[0] ?? []
  }

/** All checks together. Each fault begins with the name of its check. */
export const every =
  (checks: [name: string, check: Check][]): Check =>
  (sent) =>
    checks.flatMap(([name, check]) => check(sent).map((fault) => `${name}: ${fault}`))

/** The check of OpenAPI documents at these paths of a repository. */
export const openApis =
  (source: Repository, paths: string[]) =>
  (folder: string): Check =>
    either(paths.map((path) => openApiCheck(json(fileOf(folder, source, path)))))

const byHand = (name: string): Json =>
  json(readFileSync(join(import.meta.dirname, 'transcribed', `${name}.json`), 'utf8'))

/** The check of a document that was written down by hand: transcribed/NAME.json. */
export const transcribed = (name: string) => (): Check => openApiCheck(byHand(name))

/** The check of Magento's routes. The code of a store view may stand before the version. */
export function magentoCheck(folder: string): Check {
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
export function sesDocument(folder: string): Json {
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
export function postmarkDocument(folder: string): Json {
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
