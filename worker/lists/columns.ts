/**
 * How the columns of other systems' files are named, and what their values mean. Names are compared without
 * case, spaces and punctuation: `Variant ID` is `variant_id`. docs/list-format.md says where each name comes
 * from, and which ones were not verified. Pure.
 */

/** What the import reads of a line, whatever its file calls it. */
export const IMPORT_FIELDS = [
  'email',
  'phone',
  'country',
  'customerId',
  'sku',
  'variantId',
  'productId',
  'locale',
  'externalId',
  'channels',
  'state',
  'askedAt',
  'confirmedAt',
  'notifiedAt',
  'cancelledAt',
  'quantity',
  'consentText',
  'consentVersion',
  'attributes',
  'data',
  'consents',
  'person',
  'subscription',
  'open',
  'purpose',
  'channel',
  'action',
  'at',
  'version',
  'text',
  'method',
  'page',
  'ip',
  'userAgent',
  'index',
  'reason',
  'shop',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

/** The formats of files, by their names in the API. */
export const FORMATS = [
  'shelfbell',
  'csv',
  'klaviyo',
  'stoq',
  'woocommerce',
  'woocommerce-plugin',
  'magento',
  'prestashop',
  'shopify-app',
] as const
export type Format = (typeof FORMATS)[number]

type Names = Partial<Record<ImportField, readonly string[]>>

// What shops call these columns in lists that they made themselves.
const COMMON: Names = {
  email: ['email', 'emailaddress', 'customeremail', 'useremail', 'subscriberemail', 'contactemail'],
  phone: ['phone', 'phonenumber', 'customerphone', 'mobile', 'sms'],
  country: ['country', 'countrycode'],
  customerId: ['customerid', 'userid', 'shopifycustomerid'],
  sku: ['sku', 'variantsku', 'productsku', 'itemsku', 'reference'],
  variantId: ['variantid', 'variationid', 'shopifyvariantid', 'productvariantid'],
  productId: ['productid', 'itemid'],
  locale: ['locale', 'language', 'lang', 'customerlocale'],
  externalId: ['externalid', 'market'],
  channels: ['channels', 'channel'],
  state: ['state', 'status'],
  askedAt: [
    'askedat',
    'createdat',
    'datecreated',
    'dateadded',
    'adddate',
    'subscribedat',
    'signedup',
    'signedupat',
    'subscribedon',
    'date',
  ],
  confirmedAt: ['confirmedat', 'dateconfirmed'],
  notifiedAt: ['notifiedat', 'datenotified', 'senddate', 'sentat', 'emailsentat'],
  cancelledAt: ['cancelledat', 'datecancelled', 'unsubscribedat'],
  quantity: ['quantity', 'qty', 'units'],
  consentText: ['consenttext'],
  consentVersion: ['consentversion'],
}

// Names that only one system uses, or by which it means something else. They come before the common ones.
const OWN: Partial<Record<Format, Names>> = {
  klaviyo: { variantId: ['variantid', 'itemvariant', 'variant'] },
  stoq: { notifiedAt: ['notifiedat', 'sentat', 'lastsentat'] },
  woocommerce: {
    variantId: ['productid'],
    productId: [],
    customerId: ['userid'],
    askedAt: ['datecreatedgmt'],
    confirmedAt: ['dateconfirmedgmt'],
    notifiedAt: ['datenotifiedgmt'],
    cancelledAt: ['datecancelledgmt'],
  },
  'woocommerce-plugin': {
    email: ['cwginstocksubscriberemail', 'posttitle'],
    phone: ['cwginstocksubscriberphone'],
    variantId: ['cwginstockvariationid'],
    productId: ['cwginstockproductid', 'cwginstockpid'],
    customerId: ['cwginstockuserid'],
    locale: ['cwginstocklanguage', 'cwgwpmllang'],
    state: ['poststatus'],
    askedAt: ['postdategmt'],
    quantity: ['cwginstockcustomquantity'],
  },
  magento: {
    variantId: ['productid'],
    productId: [],
    askedAt: ['adddate'],
    notifiedAt: ['senddate'],
  },
  prestashop: {
    customerId: ['idcustomer'],
    variantId: ['idproductattribute'],
    productId: ['idproduct'],
    locale: ['isocode', 'languagecode'],
    askedAt: ['dateadd'],
  },
}

/** What the state of a line means in a file. */
export type State = 'waiting' | 'confirmed' | 'pending' | 'sent' | 'ended'

const STATES: Record<string, State> = {
  waiting: 'waiting',
  active: 'waiting',
  subscribed: 'waiting',
  queued: 'waiting',
  confirmed: 'confirmed',
  pending: 'pending',
  unconfirmed: 'pending',
  sent: 'sent',
  notified: 'sent',
  delivered: 'sent',
  mailsent: 'sent',
  converted: 'sent',
  completed: 'sent',
  cancelled: 'ended',
  canceled: 'ended',
  unsubscribed: 'ended',
  deleted: 'ended',
  trash: 'ended',
}

// In these apps a request is pending as long as its product is not back: it says nothing of a confirmation.
const OWN_STATES: Partial<Record<Format, Record<string, State>>> = {
  stoq: { pending: 'waiting' },
  'shopify-app': { pending: 'waiting' },
  klaviyo: { pending: 'waiting' },
  'woocommerce-plugin': {
    cwgsubscribed: 'waiting',
    cwgqueued: 'waiting',
    cwgmailsent: 'sent',
    cwgmailnotsent: 'waiting',
    cwgconverted: 'sent',
    cwgunsubscribed: 'ended',
    cwgdisposed: 'ended',
  },
  magento: { '0': 'waiting', '1': 'sent' },
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** What a state of a file means; undefined if no such word is known. */
export const stateIn = (format: Format, text: string): State | undefined =>
  OWN_STATES[format]?.[plain(text)] ?? STATES[plain(text)]

/** Which column each field is read from, and the columns that are read for none. */
export interface ColumnsFound {
  /** The name of the column, by field. */
  used: Partial<Record<ImportField, string>>
  unknown: string[]
}

/** Finds the columns of a file. `mapping`: what the shop says, which comes first. */
export function columnsOf(
  format: Format,
  header: readonly string[],
  mapping: Partial<Record<ImportField, string | undefined>>,
): ColumnsFound {
  const used: ColumnsFound['used'] = {}
  // The first of the names that the file has: the later ones are the less certain.
  const byName = new Map(header.toReversed().map((one) => [plain(one), one]))
  const find = (names: readonly string[]) =>
    names.map((name) => byName.get(name)).find((one) => one !== undefined)
  for (const field of IMPORT_FIELDS) {
    const own = OWN[format]?.[field]
    const names = format === 'shelfbell' ? [plain(field)] : (own ?? COMMON[field] ?? [])
    const column =
      mapping[field] === undefined
        ? (find(names) ?? (own && own.length > 0 ? find(COMMON[field] ?? []) : undefined))
        : header.find((one) => one.trim() === mapping[field]?.trim())
    if (column !== undefined) used[field] = column
  }
  const read = new Set(Object.values(used))
  return { used, unknown: header.filter((one) => one !== '' && !read.has(one)) }
}
