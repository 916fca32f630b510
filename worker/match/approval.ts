/**
 * Whether a restock may notify people, asked once, before its first message: the shop's own system may have
 * the last word, and a shop may want to approve each restock, or each that many people wait for.
 */
import { askLastWord, type Heard } from '../connectors/last-word/ask.ts'
import type { LastWord } from '../connectors/last-word/options.ts'
import { idsOf, write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { logStatement } from '../log/store.ts'
import type { Counted } from '../message/notice.tsx'
import { wantedNow } from '../notice/store.ts'
import { insertNews } from '../outbox/news.ts'
import { enqueueOutbox } from '../queue.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { Approval } from '../shop/settings.ts'
import type { Shop } from '../shop/shop.ts'
import { announcersOf } from '../shop/rules.ts'
import { noticeStatement } from '../team/store.ts'
import { openVault } from '../vault.ts'
import { announceFinished, finished } from '../restock/finished.ts'
import type { Restock } from './lease.ts'
import { IS_SERVED } from './waiting.ts'

/**
 * Whether a leased restock may notify people: `yes`; `awaiting`: it waits for the shop's approval from here
 * on, and the log says so once; `ended`: the shop's own system dropped it; `again`: it has to be looked at
 * once more; `nobody`: no person is left to notify. A restock that has notified people, or that the shop
 * approved, is not asked about any more.
 */
export async function mayStart(
  env: Env,
  db: D1Database,
  shop: Shop,
  restock: Restock,
  approval: Approval,
): Promise<'yes' | 'awaiting' | 'ended' | 'again' | 'nobody'> {
  const { lastWord } = shop.settings
  const isSettled = restock.kind === 'manual' || restock.approval === 'given' || restock.matched > 0
  if (isSettled || (approval === 'never' && !lastWord)) return 'yes'
  if (!(await isWantedByMore(db, restock, 0))) return 'nobody'
  const asked = lastWord && (await ask(env, db, shop, lastWord, restock))
  const { heard } = asked ?? {}
  if (heard?.answer === 'drop')
    return (await drop(env, db, shop, restock, asked)) ? 'ended' : 'again'
  if (heard?.answer === 'hold') {
    const why = { approval: 'last_word' }
    return (await awaitApproval(env, db, shop, restock, asked, why)) ? 'awaiting' : 'again'
  }
  const needsApproval =
    approval === 'always' ||
    (approval !== 'never' && (await isWantedByMore(db, restock, approval.above)))
  if (needsApproval) {
    return (await awaitApproval(env, db, shop, restock, asked, { approval })) ? 'awaiting' : 'again'
  }
  // The number counts when the restock starts: people who come later do not change it.
  return (await settle(db, restock, asked)) ? 'yes' : 'again'
}

/** The last word about a restock, and how many people wait for the sku. */
interface Asked {
  wanted: Counted
  heard: Heard
}

/** Asks the shop's own system. After a crash it is asked again, with the same id. */
async function ask(
  env: Env,
  db: D1Database,
  shop: Shop,
  lastWord: LastWord,
  { id, since, sku, locale, external_id, quantity_now }: Restock,
): Promise<Asked> {
  const wanted = await wantedNow(db, shop.id, sku)
  const opened = await openSecrets(lastWord, await openVault(env, shop))
  const heard = await askLastWord(env, opened, {
    restock: id,
    at: since,
    sku,
    locale: locale || undefined,
    externalId: external_id || undefined,
    quantity: quantity_now ?? 0,
    people: wanted.count,
  })
  return { wanted, heard }
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

// A level that has changed during the look, or a shop that has stopped the restock, comes first.
const OPEN = `restock.state = 'open' AND restock.again = 0`
const DECIDES = `WHERE id = ?2 AND shop_id = ?1 AND ${OPEN}`

/** A statement for each decision, and the log entry of the last word, if the statement changes the restock. */
const decided = (
  db: D1Database,
  { id, shop_id, sku }: Restock,
  asked: Asked | undefined,
  change: string,
  ...more: number[]
): D1PreparedStatement[] => [
  db.prepare(`UPDATE restock SET ${change} ${DECIDES}`).bind(shop_id, id, ...more),
  ...(asked
    ? [
        logStatement(
          db,
          shop_id,
          'restock_last_word',
          { restock: id, people: asked.wanted.count, ...asked.heard },
          { sku, ifChanged: true },
        ),
      ]
    : []),
]

/** Lets a restock notify people, from here on without a question. Gives whether it does. */
async function settle(
  db: D1Database,
  restock: Restock,
  asked: Asked | undefined,
): Promise<boolean> {
  const [changed] = await write(db, decided(db, restock, asked, `approval = 'given'`))
  return changed?.meta.changes === 1
}

const ANNOUNCE_DROP = announceFinished(
  { shop: '?1', state: `'ended'`, held: 'restock.held', now: '?3', names: '?4' },
  `restock.id = ?2 AND ${OPEN}`,
)

/** Ends a restock: its people wait for the next one. Gives whether it does. */
async function drop(
  env: Env,
  db: D1Database,
  shop: Shop,
  restock: Restock,
  asked: Asked | undefined,
): Promise<boolean> {
  const now = Date.now()
  const names = announcersOf(shop.settings, 'restock.finished')
  const ends = decided(db, restock, asked, `state = 'ended', due_at = NULL, ${finished('?3')}`, now)
  const results = await write(db, [
    ...(names.length > 0
      ? [db.prepare(ANNOUNCE_DROP).bind(shop.id, restock.id, now, JSON.stringify(names))]
      : []),
    ...ends,
  ])
  await enqueueOutbox(env, shop.id, idsOf(results.slice(0, -ends.length)))
  return results.at(-ends.length)?.meta.changes === 1
}

// Runs right after the log entry, and writes a row for each name: the statement after it sees a change, too.
const ANNOUNCE_AWAITING = insertNews({
  type: 'restock.awaiting_approval',
  key: `?2 || ':awaiting'`,
  shop: '?1',
  at: '?4',
  names: '?3',
  data: `'restock', ?2, 'sku', ?5, 'locale', nullif(?6, ''), 'externalId', nullif(?7, ''), 'people', ?8`,
  where: 'changes() > 0',
})

/** Makes a leased restock wait for approval. Gives whether it does. */
async function awaitApproval(
  env: Env,
  db: D1Database,
  shop: Shop,
  restock: Restock,
  asked: Asked | undefined,
  why: Record<string, unknown>,
): Promise<boolean> {
  const { id, shop_id, sku } = restock
  const { count: people, ...variant } = asked?.wanted ?? (await wantedNow(db, shop_id, sku))
  const notice = { kind: 'approval_waits', restock: id, people, ...variant } as const
  const now = Date.now()
  const change = `state = 'awaiting', due_at = NULL, approval = 'asked'`
  const names = announcersOf(shop.settings, 'restock.awaiting_approval')
  const { locale, external_id } = restock
  const results = await write(db, [
    ...decided(db, restock, asked, change),
    logStatement(
      db,
      shop_id,
      'restock_awaiting',
      { restock: id, ...why },
      { sku, ifChanged: true },
    ),
    ...(names.length > 0
      ? [
          db
            .prepare(ANNOUNCE_AWAITING)
            .bind(shop_id, id, JSON.stringify(names), now, sku, locale, external_id, people),
        ]
      : []),
    // The log entry is the row that has changed. The sweep queues the mails.
    noticeStatement(db, shop, newId(now), notice, now, { ifChanged: true }),
  ])
  if (names.length > 0) await enqueueOutbox(env, shop.id, idsOf(results.slice(-2, -1)))
  return results[0]?.meta.changes === 1
}
