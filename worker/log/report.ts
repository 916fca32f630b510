/** Reports problems that last until somebody at the shop solves them. */
import { idsOf, write } from '../homes/d1.ts'
import type { News } from '../connectors/destinations/call.ts'
import { newId } from '../ids.ts'
import type { Notice } from '../message/notice.tsx'
import { insertRows } from '../outbox/row.ts'
import { enqueueOutbox } from '../queue.ts'
import { announcersOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { shopById } from '../shop/store.ts'
import { homeOf } from '../homes/home.ts'
import { noticeStatement } from '../team/store.ts'
import { logStatement } from './store.ts'

/** A problem. Each becomes a log entry of the same kind; `reason` is a short, stable code. */
export type ShopEvent =
  | { kind: 'source_silent'; source: string; reason?: string }
  | { kind: 'source_failed'; source: string; reason: string; item?: number | undefined }
  | { kind: 'feed_shrunk'; source: string; items: number; before: number }
  | { kind: 'bot_check_skipped'; reason: string }
  | { kind: 'ceiling_reached'; reason: 'too_many_alerts' | 'too_many_people' }
  | { kind: 'dialect_words_missing'; reason: string }

// Problems that are also sent to destinations that announce news.
const NEWS_TYPES: { [K in ShopEvent['kind']]?: News['type'] } = {
  source_silent: 'source.silent',
  feed_shrunk: 'feed.held',
}

const INSERT_EVENT_ROWS = insertRows(
  'event',
  { id: `?1 || ':' || d.value`, shop_id: '?2', destination: 'd.value', due_at: '?4', detail: '?5' },
  'FROM json_each(?3) d WHERE true',
)

/**
 * Reports a problem to a shop: in its log, to its destinations that announce news, and to its team. With
 * `quietMs`, the log gets no second entry of the same kind within that time.
 */
export async function reportShop(
  env: Env,
  shop: Pick<Shop, 'id' | 'database'>,
  { kind, ...detail }: ShopEvent,
  quietMs?: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const now = Date.now()
  const type = NEWS_TYPES[kind]
  const whole = type && (await shopById(env, shop.id))
  const announcers = whole ? announcersOf(whole.settings, type) : []
  const notice = noticeOf({ kind, ...detail } as ShopEvent)
  const news = JSON.stringify({ at: now, news: { type, data: detail } })
  const [, ...queued] = await write(db, [
    logStatement(db, shop.id, kind, detail, { unlessSince: quietMs && now - quietMs }),
    ...(announcers.length > 0
      ? [
          db
            .prepare(INSERT_EVENT_ROWS)
            .bind(newId(now), shop.id, JSON.stringify(announcers), now, news),
        ]
      : []),
    ...(whole && notice ? [noticeStatement(db, whole, newId(now), notice, now)] : []),
  ])
  await enqueueOutbox(env, shop.id, idsOf(queued))
}

/** The mail to the shop's team about an event; undefined if the log is enough. */
function noticeOf(event: ShopEvent): Notice | undefined {
  switch (event.kind) {
    case 'source_silent': {
      const { source, reason } = event
      return { kind: 'source_silent', source, what: 'silent', ...(reason && { reason }) }
    }
    case 'feed_shrunk':
      return { kind: 'source_silent', source: event.source, what: 'shrunk' }
    default:
      return undefined
  }
}
