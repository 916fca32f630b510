/**
 * Faults at any step of the Worker's work. A step is one call of a binding: a statement or batch of
 * D1, a send to a queue, a mail. The n-th can be made to go wrong in one of these ways.
 */
import { world } from './harness.ts'

export type Fault =
  /** The process ends before the step. */
  | 'killed before'
  /** The process ends after the step: it is done, and nobody hears of it. */
  | 'killed after'
  /** The step answers with a fault that passes, without having done anything. */
  | 'fails once'
  /** The step is done, and still answers with a fault that passes. */
  | 'done but fails'

export interface Step {
  what: 'd1' | 'queue' | 'mail'
}

/** Faults that pass, as Cloudflare documents them; each is used in turn. */
export const TRANSIENT = [
  'D1_ERROR: Network connection lost.',
  'D1_ERROR: storage caused object to be reset',
  'D1_ERROR: reset because its code was updated',
  'D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.',
]

/** The bindings with a counter on them, and at one step a fault. */
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
    /** A new process takes over. */
    revive() {
      dead = false
    },
    isDead: () => dead,
  }
}
