/**
 * Finds the contact of a person who moved to another address. Links in older messages, and orders,
 * name the contact of the old address. Somebody else may have that address later, so links that
 * were made after the move are not redirected.
 */

/**
 * SQL: the contact to which a contact moved last, else itself. Both arguments are SQL expressions.
 */
export const presentSql = (shop: string, contact: string): string =>
  `coalesce((SELECT v.to_id FROM moved v WHERE v.shop_id = ${shop} AND v.contact_id = ${contact}
    ORDER BY v.at DESC LIMIT 1), ${contact})`

/** SQL: the same, but a contact that exists again stands for itself. */
export const presentUnlessKnown = (shop: string, contact: string): string =>
  `coalesce((SELECT v.to_id FROM moved v WHERE v.shop_id = ${shop} AND v.contact_id = ${contact}
    AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = v.contact_id AND k.shop_id = v.shop_id)
    ORDER BY v.at DESC LIMIT 1), ${contact})`

/**
 * The contact to which a contact moved after `madeAt` (milliseconds since 1970); undefined if it
 * did not move, or if `madeAt` is unknown.
 */
export async function movedTo(
  db: D1Database,
  shopId: string,
  contactId: string,
  madeAt: number | undefined,
): Promise<string | undefined> {
  if (madeAt === undefined) return undefined
  const row = await db
    .prepare(
      `SELECT to_id FROM moved WHERE shop_id = ?1 AND contact_id = ?2 AND at >= ?3
       ORDER BY at LIMIT 1`,
    )
    .bind(shopId, contactId, madeAt)
    .first<{ to_id: string }>()
  return row?.to_id
}

/**
 * The present contact: itself if it exists, or did not move after `madeAt` (milliseconds since
 * 1970); else the contact to which it moved.
 */
export async function presentContact(
  db: D1Database,
  shopId: string,
  contactId: string,
  madeAt = 0,
): Promise<string> {
  const to = await movedTo(db, shopId, contactId, madeAt)
  if (to === undefined) return contactId
  const itself = await db
    .prepare('SELECT 1 FROM contact WHERE id = ?2 AND shop_id = ?1')
    .bind(shopId, contactId)
    .first()
  return itself ? contactId : to
}

/** The same for the first characters of a contact's id, which short links hold. */
export async function presentPart(
  db: D1Database,
  shopId: string,
  part: string,
): Promise<string | undefined> {
  const row = await db
    .prepare(
      `SELECT substr(to_id, 1, length(?2)) AS part FROM moved
       WHERE shop_id = ?1 AND contact_id >= ?2 AND contact_id < ?2 || '~'
       ORDER BY at DESC LIMIT 1`,
    )
    .bind(shopId, part)
    .first<{ part: string }>()
  return row?.part
}
