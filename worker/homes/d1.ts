/**
 * Writing to D1. D1 retries reads by itself, but never writes. The faults below mean that a write
 * may not have happened (Cloudflare, "D1: retry queries"). Every batch of ours may be repeated: an
 * insert carries its id and does nothing when the row exists, an update sets absolute values.
 */
const TRANSIENT = [
  'Network connection lost',
  'storage caused object to be reset',
  'reset because its code was updated',
  'Cannot resolve D1 DB due to transient issue',
]
const DELAYS_MS = [50, 250]

const isTransient = (error: unknown) => TRANSIENT.some((text) => String(error).includes(text))

/** Runs the statements as one transaction, and repeats it at most twice after a transient fault. */
export async function write(
  db: D1Database,
  statements: D1PreparedStatement[],
): Promise<D1Result<Record<string, unknown>>[]> {
  for (const delay of DELAYS_MS) {
    try {
      return await db.batch<Record<string, unknown>>(statements)
    } catch (error) {
      if (!isTransient(error)) throw error
      await new Promise((wake) => setTimeout(wake, delay))
    }
  }
  return db.batch<Record<string, unknown>>(statements)
}

/**
 * Whether D1 gives no answer for now: it is overloaded, or a transient fault lasts. Callers must
 * not retry at once, because that adds to the load.
 */
export const isUnavailable = (error: unknown): boolean =>
  /overloaded|too many requests queued/i.test(String(error)) || isTransient(error)

/**
 * The rows of one result of a batch. `T` must describe the columns of its SQL; nothing checks that.
 */
export const rows = <T>(result: D1Result<unknown> | undefined): T[] =>
  (result?.results ?? []) as T[]

/** The column `id` of all rows in results of a batch, as statements that write rows return it. */
export const idsOf = (results: (D1Result<unknown> | undefined)[]): string[] =>
  results.flatMap(rows<{ id: string }>).map(({ id }) => id)
