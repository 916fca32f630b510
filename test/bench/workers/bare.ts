/**
 * The baselines: the least that a Hono Worker on the same D1 could do for each request. And the sink,
 * which replaces the EMAIL binding and is called over RPC, as that one is.
 */
import { WorkerEntrypoint } from 'cloudflare:workers'
import { Hono } from 'hono'

interface BareEnv {
  DB: D1Database
  EMAIL: SendEmail
}

/** As many calls as the Worker has in flight, and records at once (worker/limits.ts). */
const CHUNK = 50
const AT_ONCE = 6

let received = 0

/** Counts messages and discards them. */
export class Sink extends WorkerEntrypoint {
  async send(_mail: unknown): Promise<{ messageId: string }> {
    received += 1
    return { messageId: String(received) }
  }
}

interface Person {
  id: string
  email: string
}

const app = new Hono<{ Bindings: BareEnv }>()
  .get('/received', (c) => c.json({ received }))

  .post('/insert', async (c) => {
    const body = await c.req.json<{ email: string }>()
    await c.env.DB.prepare('INSERT INTO bare_insert (id, email, body) VALUES (?1, ?2, ?3)')
      .bind(crypto.randomUUID(), body.email, JSON.stringify(body))
      .run()
    return c.json({ status: 'accepted' }, 202)
  })

  .put('/levels', async (c) => {
    const levels = await c.req.json<unknown[]>()
    await c.env.DB.prepare(
      `INSERT INTO bare_level (sku, quantity)
       SELECT j.value ->> 'sku', j.value ->> 'quantity' FROM json_each(?1) j WHERE true
       ON CONFLICT (sku) DO UPDATE SET quantity = excluded.quantity`,
    )
      .bind(JSON.stringify(levels))
      .run()
    return c.json({ accepted: levels.length }, 202)
  })

  // Reads people fifty at a time, hands six at once to the sink, and records each fifty.
  .post('/tell', async (c) => {
    let told = 0
    for (;;) {
      const { results } = await c.env.DB.prepare(
        'SELECT id, email FROM bare_waiting ORDER BY id LIMIT ?1',
      )
        .bind(CHUNK)
        .all<Person>()
      if (results.length === 0) return c.json({ told })
      for (let start = 0; start < results.length; start += AT_ONCE) {
        const group = results.slice(start, start + AT_ONCE)
        await Promise.all(group.map(({ email }) => c.env.EMAIL.send({ to: email } as never)))
      }
      const ids = JSON.stringify(results.map(({ id }) => id))
      await c.env.DB.batch([
        c.env.DB.prepare(
          'DELETE FROM bare_waiting WHERE id IN (SELECT value FROM json_each(?1))',
        ).bind(ids),
        c.env.DB.prepare('INSERT INTO bare_told (id) SELECT value FROM json_each(?1)').bind(ids),
      ])
      told += results.length
    }
  })

// oxlint-disable-next-line import/no-default-export -- workerd takes a Worker as the default export
export default app
