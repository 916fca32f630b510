/**
 * The usual names of an item's fields, whatever the format: those of Google's and Meta's product
 * specifications, Klaviyo's catalogue, the exports of Shopify, WooCommerce, Magento, BigCommerce,
 * PrestaShop, Squarespace and Wix, and the words that shops use in files of their own. Pure.
 *
 * A name counts in any case, and with blanks, `_` or `-` anywhere: `Variant SKU` is `variant_sku`.
 */
import type { FeedFields } from './options.ts'

/** Fields that a shop can map, and those that only their usual names give. */
export type Field =
  | keyof FeedFields
  /** Whether it can be bought while out of stock, as yes or no. */
  | 'backorders'
  /** The price while a sale lasts, and when that is: a range, or its two ends. */
  | 'salePrice'
  | 'saleDates'
  | 'saleFrom'
  | 'saleTo'
  /** Names of groups, one in each place, where `tags` and `collections` may have several. */
  | 'labels'
  | 'productTypes'
  /** What tells variants of a product apart. */
  | 'options'
  | 'looks'
  /** Where the quantity of a record is: then the records of a SKU add up. */
  | 'location'
  /** WooCommerce's kind of record. */
  | 'type'
  /** What an item is called where it has no sku: its number, else the maker's. */
  | 'id'
  | 'code'

/** Bare names by field, the best first. */
const NAMES: Record<Field, string> = {
  sku:
    'variantsku sku $sku skucode productsku productcode/sku itemsku articlenumber artikelnummer ' +
    'articleno artikelnr artnr varenummer productnumber reference @sku',
  quantity:
    'variantinventoryqty variantinventoryquantity inventoryquantity $inventoryquantity ' +
    'stockquantity stockqty quantityinstock instockquantity availablequantity availableqty ' +
    'quantityavailable availabletosell availablestock available currentstock currentstocklevel ' +
    'stocklevel inventorylevel stockonhand stock inventory quantity qty productquantity ' +
    'totalinventory totalstock totalquantity onhand lagersaldo lagerantal lagerbestand bestand ' +
    'voorraad lagerbeholdning giacenza existencias sellongooglequantity ' +
    'quantitytosellonfacebook stock/quantity stock/available inventory/quantity ' +
    'inventory/available @available @stock @quantity',
  policy: 'variantinventorypolicy inventorypolicy $inventorypolicy',
  backorders:
    'continuesellingwhenoutofstock backordersallowed allowbackorders allowbackorder ' +
    'isbackordersallowed backorders',
  availability:
    'availability instock isinstock stockstatus stockavailability availabilitystatus ' +
    'inventorystatus isavailable lagerstatus verfügbarkeit tillgänglighet disponibilité ' +
    'disponibilidad disponibilità beschikbaarheid @availability',
  // Google's attribute, and PrestaShop's column.
  restockAt: 'availabilitydate availabledate restockat',
  published:
    'published publishedononlinestore status visible isvisible productvisible active isactive enabled',
  title: 'title $title productname producttitle productname name',
  variantTitle: 'varianttitle variantname',
  options: 'option1value option2value option3value option1 option2 option3',
  looks: 'color colour size material pattern',
  url: 'link $link url producturl productlink productpageurl permalink link@href weblink',
  image:
    'variantimage variantimageurl imagelink $imagelink image imageurl imagesrc productimageurl ' +
    'images mainimage thumbnail image/src image/url featuredimage featuredimage/src',
  price: 'variantprice price $price regularprice',
  salePrice: 'saleprice specialprice',
  saleDates: 'salepriceeffectivedate',
  saleFrom: 'datesalepricestarts specialfromdate specialpricefromdate',
  saleTo: 'datesalepriceends specialtodate specialpricetodate',
  currency: 'currency currencycode pricecurrency',
  product: 'itemgroupid handle urlhandle productid parentid parentsku parent groupid',
  variantId: 'variantid',
  // Google's and Meta's attribute, schema.org's property, the columns of Shopify, WooCommerce and Magento.
  brand: 'brand brand/name vendor brands manufacturer',
  tags: 'tags',
  collections: 'collections collection categories category productcategory',
  // Google's and Meta's groups for campaigns, and their categories.
  labels: 'customlabel0 customlabel1 customlabel2 customlabel3 customlabel4',
  productTypes: 'producttype googleproductcategory fbproductcategory',
  location: 'location locationname warehouse warehousename',
  type: 'type producttype',
  id: 'id $id @id',
  code: 'mpn gtin gtin13 ean barcode',
}

/** All fields, for people to see. */
export const FIELDS = Object.keys(NAMES) as Field[]

/** Fields that variants have of their product, if they stand within it. */
const OF_PRODUCT: Partial<Record<Field, string>> = {
  title: '../title ../name ../productname ../producttitle',
  url: '../link ../url ../permalink ../producturl',
  image: '../imagelink ../image ../imageurl ../image/src ../featuredimage',
  price: '../price',
  currency: '../currency ../currencycode',
  published: '../published ../status ../visible ../isvisible',
  product: '../id ../itemgroupid ../productid ../handle',
  brand: '../brand ../brand/name ../vendor ../manufacturer',
  tags: '../tags',
  collections: '../collections ../categories ../category',
  productTypes: '../producttype ../googleproductcategory',
}

/** `Variant_SKU`, `variant sku` and `Variant-SKU` are all `variantsku`; `In stock?` is `instock`. */
export const bareName = (name: string): string =>
  name.toLowerCase().replaceAll(/[\s\p{Zs}_?*-]+|\.(?=[\s\p{Zs}]|$)|[:#]+$/gu, '')

const ranks = new Map<string, [field: Field, rank: number][]>()
for (const [field, names] of Object.entries(NAMES) as [Field, string][]) {
  const own = names.split(' ').flatMap((name) => [`g:${name}`, name])
  // A product's title goes before its variant's, which is the variant's name.
  const outer = OF_PRODUCT[field]?.split(' ') ?? []
  const all = field === 'title' ? [...outer, ...own] : [...own, ...outer]
  for (const [rank, name] of all.entries()) {
    const key = bareName(name)
    ranks.set(key, [...(ranks.get(key) ?? []), [field, rank]])
  }
}

/** Which fields a name usually stands for, each with a rank: of several names, the lowest counts. */
export const fieldsNamed = (name: string): readonly [field: Field, rank: number][] =>
  ranks.get(bareName(name)) ?? []

const OF_LISTS = new Set<Field>(['tags', 'collections', 'labels', 'productTypes'])

/** Whether a name may come several times in an item, or hold a list, and each value counts. */
export const holdsNames = (name: string): boolean =>
  fieldsNamed(name).some(([field]) => OF_LISTS.has(field))

/** What a column of one location holds. What can be sold goes before what lies there. */
export type LocationColumn = 'available' | 'onHand'

const COUNT = String.raw`(?:variant |inventory |current )*(available|on hand|quantity|qty|stock|inventory)(?: quantity| qty| stock)?`
const OF_LOCATION = [
  new RegExp(String.raw`^${COUNT}\s*\((.+)\)$`),
  new RegExp(String.raw`^${COUNT}\s*(?::| [-–—|] | at | @ )\s*(.+)$`),
  new RegExp(String.raw`^(.+?)\s*\(${COUNT}\)$`),
  new RegExp(String.raw`^(.+?)\s*(?::| [-–—|] )\s*${COUNT}$`),
]
/** In brackets, but no place: units, and the column of a Shopify file that is for the new number. */
const NO_LOCATION = /^(new|ml|cl|dl|l|mg|g|kg|oz|lbs?|mm|cm|m|inch|%)$/

/**
 * Whether a name is that of a location's quantities: `Available (Berlin)`, `On hand (current)`,
 * `Inventory Available: Berlin`, `Berlin - Available`. Shopify's exports and apps write these.
 */
export function locationColumn(name: string): LocationColumn | undefined {
  const text = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
  for (const [index, pattern] of OF_LOCATION.entries()) {
    const match = pattern.exec(text)
    const [count, place] = index < 2 ? [match?.[1], match?.[2]] : [match?.[2], match?.[1]]
    if (count === undefined || place === undefined) continue
    if (NO_LOCATION.test(place.trim())) return undefined
    return count === 'on hand' ? 'onHand' : 'available'
  }
  return undefined
}
