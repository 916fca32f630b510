/** A home is the D1 database that holds the data of a shop. The shop's row names its binding. */

/**
 * The database of a shop. Only this function reads the name. Throws when the binding is missing.
 */
export function homeOf(env: Env, { database }: { database: string }): D1Database {
  const binding = (env as unknown as Record<string, unknown>)[database]
  if (!binding) throw new Error(`no D1 binding named ${database}`)
  return binding as D1Database
}

/** The names of the bindings of all homes, each once. */
export async function homes(env: Env): Promise<string[]> {
  const found = await env.DB.prepare('SELECT DISTINCT database FROM shop').all<{
    database: string
  }>()
  return found.results.map((row) => row.database)
}
