/** The answer of `POST /v1/sources/try`: what a source would do, in codes and in words. */
import type { Trial } from '../../connectors/sources/trial.ts'
import { SHOWN_FAULTY_ITEMS } from '../../limits.ts'

/** What to do about a failure or a warning. Codes without a text explain themselves (`http_404`). */
const TEXTS: Record<string, string> = {
  sku_missing: 'No item names a sku. Map the field: fields.sku is its name.',
  sku_invalid: 'A sku has more than 200 characters, or a line break.',
  cells_too_many:
    'A record has more cells than there are columns. Put quotes around cells that have the separator in them.',
  quantity_missing:
    'Nothing says how many there are. Map the field: fields.quantity or fields.availability is its name.',
  quantity_invalid: 'The quantities are no numbers. Map another field as fields.quantity.',
  feed_broken: 'From this item on it is not well-formed, or not UTF-8, or it has no list of items.',
  feed_shrunk: 'It has no items, so it would be held back until you accept it.',
  feed_too_large: 'It is larger than a feed may be.',
  feeds_busy: 'Other feeds are being read. Try again in half a minute.',
  path_missing: 'It has no list at path.',
  page_unreadable: 'The page has no data of a product of its own.',
  robots_disallowed: 'The robots.txt of the host forbids the page.',
  robots_unreachable: 'The robots.txt of the host cannot be read, so no page may be.',
  host_not_public: 'The host, or one of its addresses, is not public.',
  host_unknown: 'No resolver knows the host.',
  redirected: 'It redirects too often, or to an address that is not allowed.',
  unreachable: 'The server cannot be reached.',
  timeout: 'The server did not answer in time.',
  cut_off: 'The server ended the connection before the end.',
  http_401: 'The server asks for another user name or password.',
  http_403: 'The server refuses to answer.',
  http_404: 'The server has nothing at this address.',
  missing_means_unset:
    'Choose missingMeans before you save: sold_out if it leaves out what is sold out, unchanged if it always has all skus.',
  nothing_sold_out:
    'Nothing is sold out. If that is because it leaves out what is sold out, set missingMeans to sold_out.',
  field_not_found: 'These fields are mapped to names that it does not have.',
  no_quantity:
    'It has no quantities: what is in stock counts as 1. With a threshold, nothing is a restock.',
  sku_is_number:
    'It has no skus, so these names count. They have to be what your pages call their variants.',
  availability_unknown: 'Nobody knows these words for availability. Their items keep their levels.',
  items_faulty: 'Some items cannot be read: faults names them. They keep their levels.',
  sku_repeated: 'Some skus are repeated. The last item of each counts.',
  no_entries:
    'No item has a title and an address, so messages say what the product’s page said when people asked.',
  address_foreign: 'Some addresses are on none of the shop’s origins.',
  waited_for_elsewhere: 'People wait for these skus, and it does not have them.',
}

const withText = <T extends { code: string }>(one: T) => ({
  ...one,
  ...(TEXTS[one.code] !== undefined && { detail: TEXTS[one.code] }),
})

/** A trial as the API answers it. */
export function answerOf({ failure, fields, unused, faults, warnings, ...found }: Trial) {
  const { kind: _kind, format, ...counted } = found
  return {
    /** What a run would do now. */
    would: failure === undefined ? 'store' : failure.reason === 'feed_shrunk' ? 'hold' : 'fail',
    ...(failure && {
      reason: failure.reason,
      ...(failure.item !== undefined && { item: failure.item }),
      ...(TEXTS[failure.reason] !== undefined && { detail: TEXTS[failure.reason] }),
    }),
    ...(format && { format }),
    fields: { found: fields, missing: IMPORTANT.filter((field) => !fields[field]), unused },
    ...counted,
    faults: {
      count: faults.length,
      items: faults
        .slice(0, SHOWN_FAULTY_ITEMS)
        .map(({ name, reason }) => ({ item: name, reason })),
    },
    warnings: warnings.map(withText),
  }
}

/** The fields whose absence a shop should know of. */
const IMPORTANT = ['sku', 'quantity', 'availability', 'title', 'url', 'image', 'price', 'currency']
