/**
 * Seals the data keys of shops anew after the Worker got a new secret: one row a shop, whatever the
 * shop holds. Nothing else of a shop changes, so its links, its contacts and its suppressions stay.
 * It may end at any point and be called again, also by two callers at once.
 */
import { ROTATED_SHOPS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { HEAD_CHARACTERS, headsNow, resealDataKey } from '../secret.ts'

/** How far a rotation is. */
export interface Rotation {
  /** Data keys that this call sealed anew. */
  rotated: number
  /** Data keys that the secret before still seals. */
  left: number
  /** Data keys that neither secret sealed: their shops do not work. */
  unreadable: number
}

const HEAD = `substr(data_key, 1, ${HEAD_CHARACTERS})`

/** Seals at most `ROTATED_SHOPS` data keys anew. */
export async function rotateDataKeys(env: Env): Promise<Rotation> {
  const { now, before = '' } = await headsNow(env)
  const { results: shops } = await env.DB.prepare(
    `SELECT id, data_key AS dataKey FROM shop WHERE ${HEAD} = ?1 AND ${HEAD} <> ?2 LIMIT ?3`,
  )
    .bind(before, now, ROTATED_SHOPS)
    .all<{ id: string; dataKey: string }>()
  const sealed = await Promise.all(
    shops.map(async (shop) => {
      try {
        return [{ ...shop, anew: await resealDataKey(env, shop) }]
      } catch (error) {
        logLine('error', 'data_key_unreadable', { shop: shop.id, error: errorName(error) })
        return []
      }
    }),
  )
  // Only the key that was read is replaced: another caller may have been faster.
  const update = env.DB.prepare('UPDATE shop SET data_key = ?3 WHERE id = ?1 AND data_key = ?2')
  const updates = sealed.flat().map(({ id, dataKey, anew }) => update.bind(id, dataKey, anew))
  const written = updates.length > 0 ? await env.DB.batch(updates) : []
  const counts = await env.DB.prepare(
    `SELECT count(*) FILTER (WHERE ${HEAD} = ?1 AND ${HEAD} <> ?2) AS "left",
       count(*) FILTER (WHERE ${HEAD} NOT IN (?1, ?2)) AS unreadable FROM shop`,
  )
    .bind(before, now)
    .first<Omit<Rotation, 'rotated'>>()
  const rotated = written.reduce((sum, { meta }) => sum + meta.changes, 0)
  return { rotated, left: counts?.left ?? 0, unreadable: counts?.unreadable ?? 0 }
}
