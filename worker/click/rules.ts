/** Where the link of a message leads. Pure. */
import { isOwn } from '../link/own.ts'
import type { Recipient } from '../link/token.ts'
import type { Shop } from '../shop/shop.ts'
import type { Message } from './store.ts'

/** Where a click leads. */
export type Target =
  /** To the product, at an address on one of the shop's origins; `message` is the one to count. */
  | { kind: 'product'; url: string; message: Message }
  /** The shop has left the origin of the address: nothing else is ever redirected to. */
  | { kind: 'outdated' }
  /** The link names no product. */
  | { kind: 'nowhere' }

/** Where the link that names this recipient leads. */
export function targetOf(shop: Shop, { contactId, about, message, url }: Recipient): Target {
  if (!about || !message || !url) return { kind: 'nowhere' }
  if (!isOwn(url, shop.settings.origins)) return { kind: 'outdated' }
  // As URL writes it: ASCII, so that a redirect encodes nothing a second time.
  const { href } = new URL(url)
  return {
    kind: 'product',
    url: href,
    message: { shopId: shop.id, contactId, sku: about, id: message },
  }
}
