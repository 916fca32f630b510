/**
 * The setting `links`: with which host the links in messages begin, and what is added to a product's
 * address, so that the shop's own figures show where a visit came from. Pure.
 */
import * as v from 'valibot'
import { line, recordOf, strictObject } from '../../shared/text.ts'
import { isLocal } from '../env.ts'

/** A host as it stands in addresses, with its port if it has one: `cdn.shop.example`. */
export const Host = v.pipe(
  line(260),
  v.check((text) => {
    const address = `https://${text}/`
    return URL.canParse(address) && new URL(address).host === text
  }, 'host_invalid'),
)

/** The most parameters of a shop. */
const MOST_PARAMETERS = 10

const PLACES = new Set(['sku', 'kind', 'channel'])

/** The text of a parameter. `{sku}`, `{kind}` and `{channel}` are filled in. */
const Parameter = v.pipe(
  line(200),
  v.check(
    (text) =>
      !/[{}]/.test(
        text.replaceAll(/\{(\w+)\}/g, (whole, place: string) => (PLACES.has(place) ? '' : whole)),
      ),
    'placeholder_unknown',
  ),
)

const ParameterName = v.pipe(line(60), v.regex(/^[\w.-]+$/, 'name_invalid'))

/** The setting `links`. */
export const LinkSettings = strictObject({
  host: v.optional(Host),
  parameters: v.optional(recordOf(ParameterName, Parameter, MOST_PARAMETERS)),
})
export type LinkSettings = v.InferOutput<typeof LinkSettings>

/** Settings that say where links lead. */
export interface Linking {
  links?: LinkSettings | undefined
}

/** What a link to a product is in: for the places of parameters. */
export interface Campaign {
  sku: string
  kind: 'alert' | 'reminder' | 'digest' | 'closed'
  channel: 'email' | 'sms'
}

/**
 * What the addresses of links in messages begin with, without a slash at the end: the shop's own host, else
 * the Worker's address.
 */
export function linkBase(env: Env, { links }: Linking): string {
  const { host } = links ?? {}
  if (host === undefined) return env.PUBLIC_URL
  const protocol = isLocal(env) ? new URL(env.PUBLIC_URL).protocol : 'https:'
  return `${protocol}//${host}`
}

/**
 * The address of a product with the shop's parameters. Parameters that it has by itself stay as they are, also
 * one of the same name. An address that cannot be read stays as it is.
 */
export function withParameters(address: string, { links }: Linking, campaign: Campaign): string {
  const { parameters = {} } = links ?? {}
  if (!URL.canParse(address) || Object.keys(parameters).length === 0) return address
  const url = new URL(address)
  const added = new URLSearchParams()
  for (const [name, text] of Object.entries(parameters)) {
    if (!url.searchParams.has(name)) added.set(name, filled(text, campaign))
  }
  if (added.size === 0) return address
  // Not searchParams.append: it writes the whole query anew, and some shops compare it letter by letter.
  url.search = [url.search.slice(1), `${added}`].filter(Boolean).join('&')
  return url.href
}

const filled = (text: string, campaign: Campaign): string =>
  text.replaceAll(/\{(sku|kind|channel)\}/g, (_, place: keyof Campaign) => campaign[place])
