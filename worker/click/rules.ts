/** Where the link of a message leads. Pure. */
import { isOwn } from '../link/own.ts'
import type { Recipient } from '../link/token.ts'
import type { Shop } from '../shop/shop.ts'
import type { Message } from './store.ts'

/** The target of a click. */
export type Target =
  /**
   * The product's page, on one of the shop's origins. `message`: the message to count the click
   * for.
   */
  | { kind: 'product'; url: string; message: Message }
  /** The address is not on an origin of the shop any more. The Worker redirects nowhere else. */
  | { kind: 'outdated' }
  /** The link names no product. */
  | { kind: 'nowhere' }

/** The target of a link with this recipient. */
export function targetOf(shop: Shop, { contactId, about, message, url }: Recipient): Target {
  if (!about || !message || !url) return { kind: 'nowhere' }
  if (!isOwn(url, shop.settings.origins)) return { kind: 'outdated' }
  // The normal form of an address is ASCII, so the redirect does not encode it a second time.
  const { href } = new URL(url)
  return {
    kind: 'product',
    url: href,
    message: { shopId: shop.id, contactId, sku: about, id: message },
  }
}
