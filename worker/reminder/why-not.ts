/** SQL: why a reminder is not sent now. It is asked when a reminder is due, and once more before it is sent. */
import { isSuppressed, suppressedBits } from '../address/suppressed.ts'
import { agreedBits, sentOver } from '../consent/messages.ts'
import { isOfferedSql, thresholdSql } from '../product/rule-sql.ts'
import { levelServes } from '../restock/serves.ts'
import { IS_ACTIVE } from '../restock/start.ts'
import { offersOf, thresholdsOf } from '../shop/rule-parameter.ts'
import type { ShopSettings } from '../shop/settings.ts'

/** The parameter of `whyNotSql`: the rules of the shop, as JSON. */
export const rulesFor = (settings: ShopSettings): string =>
  JSON.stringify({
    thresholds: thresholdsOf(settings),
    offers: offersOf(settings),
    locale: settings.defaultLocale,
  })

/**
 * SQL: the reason why the row `m` of `reminder` or `outbox` is not sent now, as `WhyNot`; NULL if it may be sent.
 * `toldAt`: SQL, when the alert was accepted. `rules`: the parameter of `rulesFor`. Reads what the person
 * got, agreed to and bought about the variant, its levels and its restock.
 */
export function whyNotSql({ toldAt, rules }: { toldAt: string; rules: string }): string {
  const of = {
    shop: 'm.shop_id',
    contact: 'm.contact_id',
    sku: 'm.sku',
    subscription: 'm.subscription_id',
  }
  const agreed = agreedBits(of, sentOver(of))
  const ofVariant = 'm.contact_id AND x.shop_id = m.shop_id AND x.sku = m.sku'
  const threshold = thresholdSql(
    { shop: 'm.shop_id', sku: 'm.sku', locale: 'l.locale' },
    `(${rules} ->> 'thresholds')`,
  )
  const isOffered = isOfferedSql(
    { shop: 'm.shop_id', sku: 'm.sku', locale: 'm.locale' },
    { parameter: `(${rules} ->> 'offers')`, defaultLocale: `(${rules} ->> 'locale')` },
  )
  const restock = 'SELECT 1 FROM restock r WHERE r.shop_id = m.shop_id AND r.sku = m.sku'
  return `CASE
    WHEN ${isSuppressed('m.shop_id', 'm.contact_id')}
      OR (m.channels & ~${suppressedBits('m.shop_id', 'm.addresses')}) = 0 THEN 'suppressed'
    WHEN (m.channels & ~${agreed}) <> 0 THEN 'no_consent'
    WHEN EXISTS (SELECT 1 FROM purchase x
      WHERE x.contact_id = ${ofVariant} AND x.at >= ${toldAt}) THEN 'bought'
    WHEN EXISTS (SELECT 1 FROM notification x WHERE x.contact_id = ${ofVariant}
        AND x.subscription_id <> m.subscription_id AND x.sent_at > ${toldAt})
      OR EXISTS (SELECT 1 FROM outbox x WHERE x.contact_id = ${ofVariant}
        AND x.call IN ('notify', 'remind') AND x.call = 'notify' AND x.state = 'open'
        AND x.subscription_id <> m.subscription_id) THEN 'superseded'
    WHEN EXISTS (${restock} AND r.state = 'ended'
      AND (r.id = m.restock_id OR r.since >= ${toldAt})) THEN 'ended'
    WHEN NOT ${isOffered} THEN 'not_offered'
    WHEN NOT EXISTS (SELECT 1 FROM stock_level l
      WHERE l.shop_id = m.shop_id AND l.sku = m.sku AND l.quantity > ${threshold}
        AND ${levelServes({ locale: 'm.locale', externalId: 'm.external_id' })}) THEN 'not_sellable'
    WHEN EXISTS (${restock} AND r.state = 'stopped' AND r.${IS_ACTIVE}) THEN 'stopped'
    END`
}

/** SQL: which `remind` rows of the outbox may not be sent now, as `id` and `why`. Each is a parameter; `ids`: JSON. */
export const mootSql = ({ shop, ids, rules }: Record<'shop' | 'ids' | 'rules', string>): string =>
  `SELECT * FROM (
     SELECT m.id, ${whyNotSql({ toldAt: `(m.detail ->> '$.toldAt')`, rules })} AS why
     FROM json_each(${ids}) j CROSS JOIN outbox m ON m.id = j.value AND m.shop_id = ${shop})
   WHERE why IS NOT NULL`
