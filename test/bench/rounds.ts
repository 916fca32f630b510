/**
 * Compares two things independently of the machine's speed: they take turns, each round yields a
 * ratio, and the median of the ratios is the figure.
 */

export interface Compared {
  /** Medians in the measured unit. */
  bare: number
  subject: number
  /** The median of subject / bare, with the lowest and the highest ratio. */
  ratio: number
  least: number
  greatest: number
  /** Subject / bare in CPU time, if it could be read. */
  cpu?: number
  rounds: number
}

/**
 * The first round warms up and is not counted; every second round starts with the other side.
 * `cpuTime` returns the CPU time spent so far, in milliseconds.
 */
export async function compare(
  rounds: number,
  bareLeg: (round: number) => Promise<number>,
  subjectLeg: (round: number) => Promise<number>,
  cpuTime: () => number | undefined = () => undefined,
): Promise<Compared> {
  await bareLeg(0)
  await subjectLeg(0)
  const spent = { bare: 0, subject: 0 }
  const metered =
    (side: keyof typeof spent, leg: (round: number) => Promise<number>) =>
    async (round: number) => {
      const before = cpuTime()
      const value = await leg(round)
      spent[side] += (cpuTime() ?? Number.NaN) - (before ?? Number.NaN)
      return value
    }
  const bare = metered('bare', bareLeg)
  const subject = metered('subject', subjectLeg)
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
  const cpu = spent.subject / spent.bare
  return {
    bare: median(pairs.map((pair) => pair.bare)),
    subject: median(pairs.map((pair) => pair.subject)),
    ratio: median(ratios),
    least: Math.min(...ratios),
    greatest: Math.max(...ratios),
    ...(Number.isFinite(cpu) && { cpu }),
    rounds,
  }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
