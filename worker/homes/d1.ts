/**
 * Writing to D1. D1 retries reads by itself, writes never; these faults say that the write may not
 * have happened (Cloudflare, "D1: retry queries"). Every batch of ours may be repeated: inserts
 * carry their id and conflict into nothing, updates set absolute values.
 */
const TRANSIENT = [
  'Network connection lost',
  'storage caused object to be reset',
  'reset because its code was updated',
  'Cannot resolve D1 DB due to transient issue',
]
const DELAYS_MS = [50, 250]

/** Runs the statements as one transaction, repeating it when D1 says that it was interrupted. */
export async function write(
  db: D1Database,
  statements: D1PreparedStatement[],
): Promise<D1Result<Record<string, unknown>>[]> {
  for (const delay of DELAYS_MS) {
    try {
      return await db.batch<Record<string, unknown>>(statements)
    } catch (error) {
      if (!TRANSIENT.some((text) => String(error).includes(text))) throw error
      await new Promise((wake) => setTimeout(wake, delay))
    }
  }
  return db.batch<Record<string, unknown>>(statements)
}

/** Whether D1 has too much to do. It asks not to be hurried, so nothing is repeated at once. */
export const isOverloaded = (error: unknown): boolean =>
  /overloaded|too many requests queued/i.test(String(error))

/** Rows of one result of a batch, as the type that its SQL gives. */
export const rows = <T>(result: D1Result<unknown> | undefined): T[] =>
  (result?.results ?? []) as T[]
