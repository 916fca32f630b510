/**
 * `node scripts/specs/cut.ts FOLDER`: writes test/fixtures/klaviyo-description.json, the part of Klaviyo's
 * published description that says how the operations answer that Shelfbell speaks. FOLDER has the
 * description (sources.ts). Without texts and examples, which restrict nothing.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { KLAVIYO } from './pins.ts'
import { at, isObject, type Json } from './schema.ts'
import { fileOf, nameOf } from './sources.ts'

const FILE = 'openapi/stable.json'
const FIXTURE = join(import.meta.dirname, '../../test/fixtures/klaviyo-description.json')

/** The paths that Shelfbell answers (worker/doors/dialects/klaviyo), and those of categories left out. */
const SPOKEN =
  /^\/(client\/(back-in-stock-)?subscriptions|api\/(back-in-stock-subscriptions|profile-subscription-bulk-create-jobs|catalog-(item|variant)(s|-bulk-\w+-jobs)(\/(?!.*categor).*)?))$/

/** Members of an error that the guide "Set up back in stock via API" shows and the description leaves out. */
const SHOWN_BY_THE_GUIDE = { status: { type: 'integer' }, meta: { type: 'object' } }

/** How the operations of the document answer whose paths fit, with all that their answers refer to. */
export function answersOf(document: Json, spoken: RegExp): Json {
  const paths = isObject(document['paths']) ? document['paths'] : {}
  const kept: Json = Object.fromEntries(
    Object.entries(paths)
      .filter(([path]) => spoken.test(path))
      .map(([path, item]) => [path, responsesOnly(item as Json)]),
  )
  const components: Record<string, Json> = {}
  const keep = (value: unknown) => {
    for (const pointer of pointersIn(value)) {
      const [, , kind = '', name = ''] = pointer.split('/')
      components[kind] ??= {}
      if (name in components[kind]) continue
      components[kind][name] = bare(at(document, pointer))
      keep(components[kind][name])
    }
  }
  keep(kept)
  return { paths: kept, components }
}

const responsesOnly = (item: Json): Json =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, operation]) => isObject(operation) && isObject(operation['responses']))
      .map(([method, operation]) => [
        method,
        { responses: bare((operation as Json)['responses'] as Json) },
      ]),
  )

const TEXTS = new Set(['description', 'example', 'examples', 'title', 'externalDocs'])

/** A part of the document without texts. Below `properties` such a name is a member's, and stays. */
function bare<T>(value: T, isNames = false): T {
  if (Array.isArray(value)) return value.map((one) => bare(one)) as T
  if (!isObject(value)) return value
  const entries = Object.entries(value)
    .filter(([name]) => isNames || (!TEXTS.has(name) && !name.startsWith('x-')))
    .map(([name, one]) => [name, bare(one, name === 'properties' && !isNames)])
  return Object.fromEntries(entries) as T
}

function pointersIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pointersIn)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, one]) =>
    name === '$ref' && typeof one === 'string' ? [one] : pointersIn(one),
  )
}

function withGuide(document: Json): Json {
  for (const name of ['ClientError', 'ServerError']) {
    const pointer = `#/components/responses/${name}/content/application~1vnd.api+json/schema`
    const error = at(document, `${pointer}/properties/errors/items`)
    error['properties'] = { ...(error['properties'] as Json), ...SHOWN_BY_THE_GUIDE }
  }
  return document
}

const [folder] = process.argv.slice(2)
if (!folder) {
  console.log('node scripts/specs/cut.ts FOLDER')
  process.exit(2)
}
const document = JSON.parse(fileOf(folder, KLAVIYO, FILE)) as Json
const about = {
  source: `${nameOf(KLAVIYO)} ${FILE}`,
  commit: KLAVIYO.commit,
  licence: `${KLAVIYO.licence}, copyright (c) 2022 Klaviyo`,
  writtenBy: 'scripts/specs/cut.ts',
}
const cut = { about, ...withGuide(answersOf(document, SPOKEN)) }
writeFileSync(FIXTURE, JSON.stringify(cut))
execFileSync('oxfmt', [FIXTURE])
