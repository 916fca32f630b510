/** Where the data of a shop lives: one D1 database, named in the shop's row. */

/** The one place that knows which database holds a shop. */
export function homeOf(env: Env, { database }: { database: string }): D1Database {
  const binding = (env as unknown as Record<string, unknown>)[database]
  if (!binding) throw new Error(`no D1 binding named ${database}`)
  return binding as D1Database
}

/** The names of the databases that hold shops, each once. */
export async function homes(env: Env): Promise<string[]> {
  const found = await env.DB.prepare('SELECT DISTINCT database FROM shop').all<{
    database: string
  }>()
  return found.results.map((row) => row.database)
}
