/**
 * Local development only: the mails that the `send_email` binding really sent, as wrangler's local
 * store has them.
 */
import { Hono } from 'hono'
import { isLocal } from '../../env.ts'
import type { App } from '../context.ts'

/** A mail of the demo's inbox. */
export interface InboxMail {
  to: string
  from: string
  subject: string
  headers: Record<string, string>
  html: string
  text: string
  at: string
}

interface StoredMail extends Omit<InboxMail, 'at' | 'to'> {
  to: string[]
  messageId: string
  sentAt: string
}

interface Answer<T> {
  result: T
  result_info?: { cursor?: string; has_more?: boolean }
}

// Where wrangler keeps sent mails; `wrangler dev` shows them in a browser at /cdn-cgi/explorer.
const STORE = '/cdn-cgi/local/explorer/api/local/email/sending'
const PAGE = '100'

// A sent mail never changes, so each is fetched once. Mails are kept, and no promises: workerd does not
// let one request wait for what another one reads.
const sent = new Map<string, StoredMail>()

export const demoRoutes = new Hono<App>()
  .use(async (c, next) => (isLocal(c.env) ? next() : c.notFound()))
  .get('/inbox.json', async (c) => {
    const ask = async <T>(query: Record<string, string>): Promise<Answer<T>> => {
      // By the Worker's name, because the store also answers for other Workers under development here.
      const params = new URLSearchParams({ ...query, worker: 'shelfbell' })
      const response = await fetch(`${c.env.PUBLIC_URL}${STORE}?${params}`)
      if (!response.ok) throw new Error(`the local mail store answered ${response.status}`)
      return response.json<Answer<T>>()
    }
    const listed: { messageId: string }[] = []
    for (let cursor = ''; ;) {
      const page = await ask<{ messageId: string }[]>({ per_page: PAGE, ...(cursor && { cursor }) })
      listed.push(...page.result)
      cursor = page.result_info?.cursor ?? ''
      if (!cursor || page.result_info?.has_more === false) break
    }
    const mails: InboxMail[] = []
    for (const { messageId: id } of listed) {
      const mail = sent.get(id) ?? (await ask<StoredMail>({ email_id: id })).result
      sent.set(id, mail)
      const { to, from, subject, headers, html, text, sentAt } = mail
      mails.push({ to: to.join(', '), from, subject, headers, html, text, at: sentAt })
    }
    return c.json(mails, 200)
  })
