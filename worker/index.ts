/** The Worker: HTTP, queues and the minute's tick. */
import { app } from './app.ts'
import { runMatch } from './match/run.ts'
import { runOutbox } from './outbox/run.ts'
import type { MatchMessage, OutboxMessage } from './queue.ts'
import { sweep } from './sweep.ts'

export default {
  fetch: app.fetch,

  async queue(batch, env) {
    for (const message of batch.messages) {
      try {
        if (batch.queue === 'shelfbell-match') await runMatch(env, message.body as MatchMessage)
        else await runOutbox(env, message.body as OutboxMessage)
        message.ack()
      } catch (error) {
        // What is not recorded stays due; the message comes again, or the sweep makes another.
        console.error(
          JSON.stringify({
            level: 'error',
            event: 'consumer_threw',
            queue: batch.queue,
            error: error instanceof Error ? error.name : 'unknown',
          }),
        )
        message.retry()
      }
    }
  },

  async scheduled(controller, env) {
    await sweep(env, controller.scheduledTime)
  },
} satisfies ExportedHandler<Env>
