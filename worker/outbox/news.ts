/** SQL that writes an event for each destination that announces news, in the transaction of its cause. */
import type { News } from '../connectors/destinations/call.ts'
import { insertRows } from './row.ts'

/** An event. All but `type` are SQL expressions; `names` is a JSON list of destinations. */
interface NewsSql {
  type: News['type']
  /** Names the event: the same at a repetition, so that it is written once. */
  key: string
  shop: string
  /** Milliseconds since 1970. */
  at: string
  names: string
  /** Arguments of `json_object`. What is NULL is left out. */
  data: string
  /** The rows that are events, each once for every destination. */
  from?: string
  where: string
}

/** SQL that writes events and returns the ids of their rows. */
export const insertNews = ({ type, key, shop, at, names, data, from, where }: NewsSql): string =>
  insertRows(
    'event',
    {
      id: `${key} || ':' || n.value`,
      shop_id: shop,
      destination: 'n.value',
      due_at: at,
      detail: `json_object('at', ${at}, 'news', json_object('type', '${type}', 'data',
        json_patch('{}', json_object(${data}))))`,
    },
    `FROM ${from === undefined ? '' : `${from} CROSS JOIN `}json_each(${names}) n WHERE ${where}`,
  )

/** What an event says about the subscription `s`: ids, and nothing about the person. */
export const ABOUT_SUBSCRIPTION = `'subscriptionId', s.id, 'contactId', s.contact_id, 'sku', s.sku,
  'locale', nullif(s.locale, ''), 'externalId', nullif(s.external_id, '')`
