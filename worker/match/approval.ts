/**
 * Whether a restock may notify people, asked once, before its first message: a shop may want to approve
 * each restock, or each that many people wait for.
 */
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { logStatement } from '../log/store.ts'
import { wantedNow } from '../notice/store.ts'
import type { Approval } from '../shop/settings.ts'
import type { Shop } from '../shop/shop.ts'
import { noticeStatement } from '../team/store.ts'
import type { Restock } from './lease.ts'
import { IS_SERVED } from './waiting.ts'

/**
 * Whether a leased restock may notify people: `yes`; `awaiting`: it waits for the shop's approval from here
 * on, and the log says so once; `again`: it has to be looked at once more. A restock that has notified
 * people is not asked about any more.
 */
export async function mayStart(
  db: D1Database,
  shop: Shop,
  restock: Restock,
  approval: Approval,
): Promise<'yes' | 'awaiting' | 'again'> {
  const isSettled = restock.kind === 'manual' || restock.approval === 'given' || restock.matched > 0
  if (isSettled || approval === 'never') return 'yes'
  if (approval !== 'always' && !(await isWantedByMore(db, restock, approval.above))) {
    // The number counts when the restock starts: people who come later do not change it.
    await settle(db, restock)
    return 'yes'
  }
  return (await awaitApproval(db, shop, restock, { approval })) ? 'awaiting' : 'again'
}

/** Whether more than `above` people wait for a restock. Reads the rows of no more people than that. */
async function isWantedByMore(
  db: D1Database,
  { shop_id, sku, locale, external_id, since }: Restock,
  above: number,
): Promise<boolean> {
  const row = await db
    .prepare(
      `SELECT count(*) AS people FROM (
         SELECT DISTINCT s.contact_id FROM subscription s INDEXED BY subscription_in_order
         WHERE ${IS_SERVED} LIMIT ?6)`,
    )
    .bind(shop_id, sku, locale, external_id, since, above + 1)
    .first<{ people: number }>()
  return (row?.people ?? 0) > above
}

async function settle(db: D1Database, { id, shop_id }: Restock): Promise<void> {
  await write(db, [
    db
      .prepare(`UPDATE restock SET approval = 'given' WHERE id = ?2 AND shop_id = ?1`)
      .bind(shop_id, id),
  ])
}

/**
 * Makes a leased restock wait for approval. Gives whether it does: not if its level has changed during the
 * look (then it has to be looked at once more), or the shop has stopped it.
 */
async function awaitApproval(
  db: D1Database,
  shop: Shop,
  { id, shop_id, sku }: Restock,
  why: Record<string, unknown>,
): Promise<boolean> {
  const { count: people, ...variant } = await wantedNow(db, shop_id, sku)
  const notice = { kind: 'approval_waits', restock: id, people, ...variant } as const
  const now = Date.now()
  const [changed] = await write(db, [
    db
      .prepare(
        `UPDATE restock SET state = 'awaiting', due_at = NULL, approval = 'asked'
         WHERE id = ?2 AND shop_id = ?1 AND state = 'open' AND again = 0`,
      )
      .bind(shop_id, id),
    logStatement(
      db,
      shop_id,
      'restock_awaiting',
      { restock: id, ...why },
      { sku, ifChanged: true },
    ),
    // The log entry is the row that has changed. The sweep queues the mails.
    noticeStatement(db, shop, newId(now), notice, now, { ifChanged: true }),
  ])
  return changed?.meta.changes === 1
}
