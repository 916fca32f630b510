/** The Worker's entry: HTTP requests, queue messages and the cron of every minute. */
import { app } from './app.ts'
import { reportConfiguration } from './configuration.ts'
import { errorName, logLine } from './log-line.ts'
import { runMatch } from './match/run.ts'
import { runOutbox } from './delivery/run.ts'
import type { IntakeMessage, MatchMessage, OutboxMessage, SourceMessage } from './messages.ts'
import { runSource } from './source/run.ts'
import { runIntake } from './intake/run.ts'
import { sweep } from './sweep.ts'

function consume(queue: string, body: unknown, env: Env): Promise<void> {
  switch (queue) {
    case 'shelfbell-match':
      return runMatch(env, body as MatchMessage)
    case 'shelfbell-outbox':
      return runOutbox(env, body as OutboxMessage)
    case 'shelfbell-intake':
      return runIntake(env, body as IntakeMessage)
    case 'shelfbell-source':
      return runSource(env, body as SourceMessage)
    default:
      throw new Error('unknown queue')
  }
}

export default {
  fetch: app.fetch,

  async queue(batch, env) {
    for (const message of batch.messages) {
      try {
        await consume(batch.queue, message.body, env)
        message.ack()
      } catch (error) {
        // The rows stay due: the queue repeats the message, or the sweep sends another one.
        logLine('error', 'consumer_threw', { queue: batch.queue, error: errorName(error) })
        message.retry()
      }
    }
  },

  async scheduled(controller, env) {
    reportConfiguration(env)
    await sweep(env, controller.scheduledTime)
  },
} satisfies ExportedHandler<Env>
