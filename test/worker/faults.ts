/**
 * Injects a fault at one step of the Worker. A step is one call of a binding: a D1 statement or
 * batch, a send to a queue, a mail.
 */
import { world } from './harness.ts'

export type Fault =
  /** The process ends before the step. */
  | 'killed before'
  /** The process ends after the step: the step is done, but its result is lost. */
  | 'killed after'
  /** The step does nothing and reports a temporary fault. */
  | 'fails once'
  /** The step is done, but reports a temporary fault. */
  | 'done but fails'

export interface Step {
  what: 'd1' | 'queue' | 'mail'
}

/** Temporary faults that Cloudflare documents. Steps use them in turn. */
export const TRANSIENT = [
  'D1_ERROR: Network connection lost.',
  'D1_ERROR: storage caused object to be reset',
  'D1_ERROR: reset because its code was updated',
  'D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.',
]

/** The fault of a database that gets more than it can do. */
export const OVERLOADED = 'D1_ERROR: D1 DB is overloaded. Requests queued for too long.'

/** Makes every call of D1 fail with this message. Returns a function that repairs D1. */
export function breakD1(message: string): () => void {
  const whole = world.env
  const fails = async () => {
    throw new Error(message)
  }
  const statement = { bind: () => statement, run: fails, all: fails, first: fails }
  world.env = {
    ...whole,
    DB: { prepare: () => statement, batch: fails } as unknown as D1Database,
  }
  return () => {
    world.env = whole
  }
}

/** Wraps the bindings of `world.env`: counts their steps from 0, and injects the fault at one. */
export function withFault(at: number, fault: Fault | undefined) {
  const steps: Step[] = []
  let dead = false

  async function step<T>(what: Step['what'], work: () => Promise<T>): Promise<T> {
    if (dead) throw new Error('the process has ended')
    steps.push({ what })
    if (!fault || steps.length - 1 !== at) return work()
    const transient = new Error(what === 'd1' ? TRANSIENT[at % TRANSIENT.length] : 'unavailable')
    switch (fault) {
      case 'killed before':
        dead = true
        throw new Error('the process has ended')
      case 'killed after':
        await work()
        dead = true
        throw new Error('the process has ended')
      case 'fails once':
        throw transient
      case 'done but fails':
        await work()
        throw transient
    }
  }

  const { DB, EMAIL, MATCH_QUEUE, OUTBOX_QUEUE } = world.env
  const real = new WeakMap<object, D1PreparedStatement>()
  const statement = (one: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => statement(one.bind(...values)),
      run: () => step('d1', () => one.run()),
      all: () => step('d1', () => one.all()),
      first: () => step('d1', () => one.first()),
    } as unknown as D1PreparedStatement
    real.set(wrapped, one)
    return wrapped
  }
  const queue = (one: Queue<never>) =>
    ({
      sendBatch: (messages: never) => step('queue', () => one.sendBatch(messages)),
    }) as unknown as Queue<never>
  world.env = {
    ...world.env,
    DB: {
      prepare: (sql: string) => statement(DB.prepare(sql)),
      batch: (list: D1PreparedStatement[]) =>
        step('d1', () => DB.batch(list.map((one) => real.get(one) ?? one))),
    } as unknown as D1Database,
    EMAIL: {
      send: (mail: never) => step('mail', () => EMAIL.send(mail)),
    } as unknown as SendEmail,
    MATCH_QUEUE: queue(MATCH_QUEUE as Queue<never>),
    OUTBOX_QUEUE: queue(OUTBOX_QUEUE as Queue<never>),
  }
  return {
    steps,
    /** Starts a new process after the old one ended. */
    revive() {
      dead = false
    },
    isDead: () => dead,
  }
}
