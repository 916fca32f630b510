/** Bindings that count their use, added up for the whole isolate. */

export interface Used {
  /** Rows, as D1 counts and bills them. */
  read: number
  written: number
  /** Messages put on a queue. */
  messages: number
}

let used: Used = { read: 0, written: 0, messages: 0 }

/** Returns the use since the last call. */
export function takeUsed(): Used {
  const taken = used
  used = { read: 0, written: 0, messages: 0 }
  return taken
}

const count = <T>(result: D1Result<T>): D1Result<T> => {
  used.read += result.meta.rows_read
  used.written += result.meta.rows_written
  return result
}

/** Wraps a database so that every statement adds the cost in its answer. */
export function meteredDatabase(db: D1Database): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>()
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      run: async () => count(await statement.run()),
      all: async () => count(await statement.all()),
      first: async () => count(await statement.all()).results[0] ?? null,
    } as unknown as D1PreparedStatement
    real.set(wrapped, statement)
    return wrapped
  }
  return {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await db.batch(statements.map((one) => real.get(one) ?? one))
      return results.map(count)
    },
  } as unknown as D1Database
}

export function meteredQueue<T>(queue: Queue<T>): Queue<T> {
  return {
    sendBatch: (messages: MessageSendRequest<T>[]) => {
      used.messages += messages.length
      return queue.sendBatch(messages)
    },
  } as unknown as Queue<T>
}
