/**
 * The Worker's own log: one JSON object a line on the console, where Workers Logs indexes each
 * field. It is for the person who runs the Worker. A shop reads the table `log` instead.
 */

type Fact = string | number | boolean | readonly string[] | undefined

/**
 * Writes one line. `event` is a stable code. `facts` must hold nothing about a person and no
 * secret: ids of shops and rows, names, counts, durations in milliseconds. An undefined fact is
 * left out.
 */
export function logLine(
  level: 'info' | 'warn' | 'error',
  event: string,
  facts: Readonly<Record<string, Fact>> = {},
): void {
  console[level === 'info' ? 'log' : level](JSON.stringify({ level, event, ...facts }))
}

/** The name of a thrown error. Its message is never logged: it may repeat data of a request. */
export const errorName = (error: unknown): string =>
  error instanceof Error ? error.name : 'unknown'
