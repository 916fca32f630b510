/** Whether a contact agreed to marketing. */

/**
 * Whether the shop's backend said that the contact agreed to marketing by e-mail, and nobody has withdrawn
 * it since. What a form said may be unconfirmed, so it does not count.
 */
export async function agreesToMarketing(
  db: D1Database,
  shopId: string,
  contactId: string,
): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT 1 FROM consent g
       WHERE g.contact_id = ?2 AND g.shop_id = ?1 AND g.purpose = 'marketing'
         AND g.channel = 'email' AND g.action = 'given' AND g.method = 'api'
         AND NOT EXISTS (SELECT 1 FROM consent w
           WHERE w.contact_id = ?2 AND w.shop_id = ?1 AND w.subscription_id = g.subscription_id
             AND w.purpose = g.purpose AND w.channel = g.channel AND w.action = 'withdrawn')
       LIMIT 1`,
    )
    .bind(shopId, contactId)
    .first()
  return row !== null
}
