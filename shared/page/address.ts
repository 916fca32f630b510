/** Addresses of products: which part of one names the product, and whose it is. Pure. */

/**
 * Parameters that say how a visitor came or what the shop's own search and recommendations showed, and
 * those that would put something into the cart of whoever follows a link.
 */
const CAMPAIGN = new RegExp(
  `^(${[
    'utm_\\w+|mtm_\\w+|matomo_\\w+|piwik_\\w+|pk_\\w+|oly_\\w+|vero_\\w+|hsa_\\w+|_{1,2}hs\\w+|elq\\w+',
    // Click ids: gclid, fbclid, dclid, twclid, ttclid, yclid …
    '[a-z]{0,5}_?clid|msclkid|[gw]braid|gclsrc|gad_\\w+|_?ga|_gl|srsltid|irclickid|rb_clickid|s_kwcid',
    'mc_[ce]id|_kx|_ke|mkt_tok|ml_subscriber\\w*|dm_i|epik|igsh(id)?|li_fat_id|fb_\\w+|action_\\w+_map',
    'affiliate\\w*|aff_?id|cjevent|zanpid|ss?cid|sc_\\w+|trk\\w*|ref_src|_openstat|spm|wickedid|ef_id',
    'pr_(prod|rec|ref|seq)\\w*|_(pos|sid|ss|psq|fid|v)|add-to-cart',
  ].join('|')})$`,
  'i',
)

/** Parameters that may say who a visitor is: names that end so, but not `phone_case` or `headphone`. */
const PERSONAL =
  /(mail|(^|[^a-z])phone|token|passw(or)?d|secret|session|sess|signature|customer|user|(first|last)[_-]?name)[_-]?(address|number|id|hash|key|code)?$|^(sid|sig|auth\w*)$/i
/** The attributes of a variation of WooCommerce, whatever they are called. */
const ATTRIBUTE = /^attribute_/

const urlOf = (text: unknown, base?: string): URL | undefined => {
  if (typeof text !== 'string' || !text.trim()) return undefined
  try {
    // Not `URL.canParse`, which older browsers do not have.
    const url = new URL(text.trim(), base)
    return /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : undefined
  } catch {
    return undefined
  }
}

/** The parameters of an address as they are written: `route=product/product`. */
const pairsOf = ({ search }: URL): string[] => search.slice(1).split('&').filter(Boolean)

const nameOf = (pair: string): string => pair.replace(/=.*/s, '')

const isOfProduct = (pair: string): boolean =>
  !/@|%40/.test(pair) &&
  (ATTRIBUTE.test(pair) || (!CAMPAIGN.test(nameOf(pair)) && !PERSONAL.test(nameOf(pair))))

/** The longest address of a product (shared/text.ts, `WebAddress`). */
const LONGEST = 2000

const hrefOf = (url: URL | undefined): string | undefined =>
  url && url.href.length <= LONGEST ? url.href : undefined

/**
 * An address as it names a product: without parameters of campaigns, and without those that may hold
 * personal data. The fragment stays only if the page's script routes by it (`#!/vase`, `#/1-size-s`).
 */
export function productAddress(address: string): string | undefined {
  const url = urlOf(address)
  if (!url) return undefined
  // Not by `searchParams`, which would write what stays in another way.
  url.search = pairsOf(url).filter(isOfProduct).join('&')
  if (!/^#!?\//.test(url.hash)) url.hash = ''
  // An empty query or fragment leaves its mark in the text.
  return hrefOf(new URL(url.href.replace(/[?#]$/, '')))
}

/** A host without `www.`, and with its port. */
const bareHost = ({ host }: URL): string => host.replace(/^www\./, '')

/** Whose addresses count as the shop's: the page's own host, and the shop's other origins. */
export interface Own {
  /** The page's address. */
  address: string
  /** The shop's origins, as far as they are known. */
  origins?: readonly string[] | undefined
}

/**
 * An address that a page gives for a product, made absolute and cleaned. Undefined if it is another
 * site's. Another scheme, or `www.`, of the page's own host becomes the page's origin.
 */
export function ownAddress(value: unknown, { address, origins = [] }: Own): string | undefined {
  const page = urlOf(address)
  const url = urlOf(value, address)
  if (!page || !url) return undefined
  if (bareHost(url) === bareHost(page)) {
    url.protocol = page.protocol
    url.host = page.host
  } else if (!origins.includes(url.origin)) {
    return undefined
  }
  return productAddress(url.href)
}

/** The address of a picture, which may be anywhere; undefined if it is none. */
export const imageAddress = (value: unknown, base: string): string | undefined =>
  hrefOf(urlOf(value, base))

/** Parameters that choose a variant on its product's page. */
const VARIANT = /^(variant|variation_id|attribute_.+|id_product_attribute|sku)$/

/**
 * The address of a page's own product: its canonical link where that is the shop's, with the variant
 * that the page's address chooses; else the page's address.
 */
export function pageAddress(own: Own & { canonical?: string | undefined }): string | undefined {
  const page = urlOf(productAddress(own.address))
  const link = urlOf(linkIn([own.canonical], own))
  // Scripts route by the fragment, and the server that writes the link does not know it.
  if (!page || !link || page.hash) return hrefOf(page)
  if (link.pathname === page.pathname) {
    const chosen = pairsOf(page).filter(
      (pair) => VARIANT.test(nameOf(pair)) && !link.searchParams.has(nameOf(pair)),
    )
    link.search = [...pairsOf(link), ...chosen].join('&')
  }
  return hrefOf(link)
}

/**
 * The first of some values that is an address of the shop. One of the front page, on another page, is
 * a mistake of the theme.
 */
export function linkIn(values: readonly unknown[], own: Own): string | undefined {
  const isFront = (address: string | undefined) => FRONT.test(urlOf(address)?.pathname ?? '')
  return values
    .map((value) => ownAddress(value, own))
    .find((link) => link && (isFront(own.address) || !isFront(link) || /[?#]/.test(link)))
}

/** Paths that say nothing of the product; their query does. */
const FRONT = /^\/(index\.\w+)?$/

/** An address for comparing: two with the same key are one page. */
function keyOf(address: string, withQuery: boolean): string {
  const url = new URL(address)
  const path = url.pathname.replace(/(.)\/$/, '$1').toLowerCase()
  if (!withQuery && !FRONT.test(path)) return bareHost(url) + path
  const query = [...url.searchParams].map((pair) => pair.join('='))
  return [bareHost(url) + path, ...query.toSorted(), url.hash].join('&')
}

/**
 * Whether an address of a page's data is one of the page's: 2 if it is the same, 1 if it differs only
 * in its query, 0 if it is another page's. `pages`: the page's address and its canonical link.
 */
export function likeness(address: string, pages: readonly string[]): 0 | 1 | 2 {
  if (pages.some((page) => keyOf(page, true) === keyOf(address, true))) return 2
  return pages.some((page) => keyOf(page, false) === keyOf(address, false)) ? 1 : 0
}
