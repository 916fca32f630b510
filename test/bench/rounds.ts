/**
 * Comparing two things on a machine whose speed is nobody's business: they take turns, each round
 * gives a ratio, and the median of the ratios is the figure.
 */

export interface Compared {
  /** Medians, each in the unit that was measured. */
  bare: number
  subject: number
  /** The median of subject / bare, and the least and the greatest. */
  ratio: number
  least: number
  greatest: number
  rounds: number
}

/** The first round warms up and is not counted; every second one begins with the other side. */
export async function compare(
  rounds: number,
  bare: (round: number) => Promise<number>,
  subject: (round: number) => Promise<number>,
): Promise<Compared> {
  await bare(0)
  await subject(0)
  const pairs: { bare: number; subject: number }[] = []
  for (let round = 1; round <= rounds; round += 1) {
    if (round % 2 === 0) {
      const first = await subject(round)
      pairs.push({ subject: first, bare: await bare(round) })
    } else {
      const first = await bare(round)
      pairs.push({ bare: first, subject: await subject(round) })
    }
  }
  const ratios = pairs.map((pair) => pair.subject / pair.bare)
  return {
    bare: median(pairs.map((pair) => pair.bare)),
    subject: median(pairs.map((pair) => pair.subject)),
    ratio: median(ratios),
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
    rounds,
  }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
