/** Forgets which pieces of a file were stored. */
import { ALL_SHOPS } from '../homes/sql.ts'

/** Deletes the rows from before a time (milliseconds since 1970). Reads the table. */
export async function dropPieces(db: D1Database, before: number): Promise<void> {
  await db.prepare(`DELETE FROM import_piece WHERE at < ?1 ${ALL_SHOPS}`).bind(before).run()
}
