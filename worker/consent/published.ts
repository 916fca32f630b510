/**
 * The consent texts that shops publish, in D1. Each text is stored before a page can show it, with
 * the time in which it was shown. So the Worker accepts the text of a page that was opened before a
 * change or comes from a cache, and refuses words that no page ever showed.
 */
import { type Consent } from '../../shared/consent.ts'
import {
  fieldOf,
  languageShown,
  type Offer,
  shownTexts,
} from '../../shared/languages/consent-texts.ts'
import { chunks } from '../chunks.ts'
import { rows, write } from '../homes/d1.ts'
import { PUBLISHED_ROWS, PUBLISHED_TEXTS_CHUNK, TEXT_LIFE_MS } from '../limits.ts'
import { declaredTextsOf } from '../shop/dialects.ts'
import type { ShopSettings } from '../shop/settings.ts'
import { sha256 } from '../vault.ts'

const KEYS = `value ->> 'hash', value ->> 'version', value ->> 'field', value ->> 'language',
  value ->> 'isOwn'`

/**
 * Stores all texts that the settings publish or declare, and ends the time of the texts that they no longer
 * publish. Run it before the settings take effect: a page must not show a text that is not stored.
 * Publishing the same again writes nothing. `now` is in milliseconds since 1970.
 */
export async function publishTexts(
  db: D1Database,
  shopId: string,
  settings: ShopSettings,
  now: number,
): Promise<void> {
  const { offer, texts } = shownTexts(settings)
  const declared = declaredTextsOf(settings.dialects).map((one) => ({ ...one, isOwn: true }))
  const shown = await Promise.all(
    [...texts, ...declared].map(async ({ text, ...about }) => ({
      ...about,
      text,
      hash: await sha256(text),
    })),
  )
  const offered = JSON.stringify(offer)
  const keys = JSON.stringify(shown.map(({ text: _text, ...key }) => key))
  await write(db, [
    ...chunks(shown, PUBLISHED_TEXTS_CHUNK).map((some) =>
      db
        .prepare(
          `INSERT INTO consent_text (shop_id, hash, text)
           SELECT ?1, value ->> 'hash', value ->> 'text' FROM json_each(?2) WHERE true
           ON CONFLICT DO UPDATE SET vouched = 0 WHERE vouched = 1`,
        )
        .bind(shopId, JSON.stringify(some.map(({ hash, text }) => ({ hash, text })))),
    ),
    db
      .prepare(
        `INSERT INTO published_text
           (shop_id, text_hash, version, field, language, is_own, offer, since)
         SELECT ?1, ${KEYS}, ?3, ?4 FROM json_each(?2) WHERE true
         ON CONFLICT DO UPDATE SET until = NULL WHERE until IS NOT NULL`,
      )
      .bind(shopId, keys, offered, now),
    db
      .prepare(
        `UPDATE published_text SET until = ?4
         WHERE shop_id = ?1 AND until IS NULL
           AND (offer <> ?3 OR (text_hash, version, field, language, is_own) NOT IN (
             SELECT ${KEYS} FROM json_each(?2)))`,
      )
      .bind(shopId, keys, offered, now),
  ])
}

/**
 * The consents whose words no page of the shop showed in `locale` and under their version in the
 * year before `now`. Reads at most PUBLISHED_ROWS rows for each consent.
 */
export async function unpublished<C extends Consent>(
  db: D1Database,
  shopId: string,
  locale: string,
  consents: C[],
  now: number,
): Promise<C[]> {
  const hashes = await Promise.all(consents.map(({ text }) => sha256(text)))
  const found = await db.batch(
    consents.map(({ version, ...about }, index) =>
      db
        .prepare(
          `SELECT language, is_own AS isOwn, offer FROM published_text
           WHERE shop_id = ?1 AND text_hash = ?2 AND version = ?3 AND field = ?4
             AND (until IS NULL OR until > ?5)
           LIMIT ${PUBLISHED_ROWS}`,
        )
        .bind(shopId, hashes[index] ?? '', version, fieldOf(about), now - TEXT_LIFE_MS),
    ),
  )
  return consents.filter((_, index) => !rows<PublishedRow>(found[index]).some(isFor(locale)))
}

interface PublishedRow {
  language: string
  isOwn: number
  offer: string
}

/** Whether a page in a locale showed a published text, given the texts that the shop had then. */
const isFor = (locale: string) => (row: PublishedRow) => {
  const shown = languageShown(JSON.parse(row.offer) as Offer, locale)
  return shown.language === row.language && shown.isOwn === (row.isOwn === 1)
}
