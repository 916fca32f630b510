/** Runs the properties of the fuzz tests. */
import { env } from 'cloudflare:workers'
import * as fc from 'fast-check'

/** Whether this is a long run (`npm run fuzz`): more cases, and a seed of its own. */
export const LONG = env.TEST_FUZZ === 'long'

/**
 * Runs a property `runs` times with a fixed seed; in a long run `longRuns` times with a random one. The
 * error names the seed and the path that repeat the case. It does not print the case: that may be
 * thousands of characters long, or too deep to print.
 */
export async function survives<T extends [unknown, ...unknown[]]>(
  property: fc.IRawProperty<T>,
  runs: number,
  longRuns: number,
): Promise<void> {
  const { failed, seed, counterexamplePath, errorInstance } = await fc.check<T>(property, {
    ...(LONG ? { numRuns: longRuns } : { numRuns: runs, seed: 20_261_128 }),
    endOnFailure: true,
  })
  if (failed) {
    throw new Error(`seed ${seed}, path ${counterexamplePath}`, { cause: errorInstance })
  }
}
