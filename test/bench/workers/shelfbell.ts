/**
 * The Worker as deployed, with some bindings wrapped. The rate limits always allow: Miniflare's are
 * Durable Objects on the one thread that everything shares, while Cloudflare's count in the calling
 * process. Log lines are created but not written, because workerd would block on a pipe for each. With
 * `METER` set, the use of D1 and the queues is added up; `GET /bench/used` returns and resets it.
 * `GET /bench/tick` runs the cron handler.
 */
import worker from '../../../worker/index.ts'
import { sweep } from '../../../worker/sweep.ts'
import { meteredDatabase, meteredQueue, takeUsed } from './meter.ts'

console.log = () => {}

interface BenchEnv extends Env {
  METER?: string
}

const open: RateLimit = { limit: async () => ({ success: true }) }

function wrapped(env: BenchEnv): Env {
  const limits = {
    LIMIT_ADDRESS: open,
    LIMIT_IP: open,
    LIMIT_REPEAT: open,
    LIMIT_FAILURES: open,
  }
  if (!env.METER) return { ...env, ...limits }
  return {
    ...env,
    ...limits,
    DB: meteredDatabase(env.DB),
    MATCH_QUEUE: meteredQueue(env.MATCH_QUEUE),
    OUTBOX_QUEUE: meteredQueue(env.OUTBOX_QUEUE),
    SOURCE_QUEUE: meteredQueue(env.SOURCE_QUEUE),
  }
}

// oxlint-disable-next-line import/no-default-export -- workerd takes a Worker as the default export
export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url)
    if (env.METER && pathname === '/bench/used') return Response.json(takeUsed())
    if (pathname === '/bench/tick') {
      await sweep(wrapped(env), Date.now())
      return new Response()
    }
    return worker.fetch(request, wrapped(env), context)
  },
  queue: (batch, env) => worker.queue(batch, wrapped(env)),
} satisfies ExportedHandler<BenchEnv>
