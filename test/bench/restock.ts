/** How long a restock takes until everybody is notified, and how the time grows with the number. */
import type { Figure, Options } from './figure.ts'
import { type HeapWatch, watchHeap } from './heap.ts'
import { compare } from './rounds.ts'
import { plantSeed, restockAndWait, seedWaiting } from './waiting.ts'
import { cpuTime, peakMemory, workerdPid } from './workerd.ts'
import { startWorld, type World } from './world.ts'

const MEGABYTE = 1024 * 1024
/** The promise: this many people in this time, on two cores. */
const MANY = 100_000
const MANY_SECONDS = 120
const ISOLATE_MEGABYTES = 128
/** How much more a person may cost in the largest restock than in the smallest: equal, plus noise. */
const FLAT = 1.5

export async function restock({ rounds, people }: Options): Promise<Figure[]> {
  await using world = await startWorld({ inspected: true })
  await plantSeed(world)
  const pid = workerdPid()
  const heap = world.inspector && (await watchHeap(world.inspector, 'shelfbell'))
  try {
    return await measure(world, rounds, people, pid, heap)
  } finally {
    heap?.stop()
  }
}

async function measure(
  world: World,
  rounds: number,
  people: number[],
  pid: number | undefined,
  heap: HeapWatch | undefined,
): Promise<Figure[]> {
  const bench = 'restock'
  const [fewest = 1000, ...more] = people
  const compared = await compare(
    rounds,
    (round) => tellBare(world, `BARE-${round}`, fewest),
    (round) => ours(world, `SKU-${round}`, fewest),
  )
  const perThousand = (seconds: number, count: number) => (seconds * 1000 * 1000) / count
  const first = perThousand(compared.subject, fewest)
  const spread = `${compared.least.toFixed(2)} to ${compared.greatest.toFixed(2)} in ${rounds} rounds`
  const figures: Figure[] = [
    { bench, what: 'time, ours : bare', value: compared.ratio, unit: '×', note: spread },
    { bench, what: `per 1,000 of ${fewest.toLocaleString('en')}`, value: first, unit: 'ms' },
  ]
  for (const count of more) {
    const before = pid && cpuTime(pid)
    const seconds = await ours(world, `MANY-${count}`, count)
    const after = pid && cpuTime(pid)
    const each = perThousand(seconds, count)
    const size = count.toLocaleString('en')
    figures.push(
      { bench, what: `per 1,000 of ${size}`, value: each, unit: 'ms' },
      { bench, what: `growth to ${size}`, value: each / first, unit: '×', budget: { most: FLAT } },
    )
    if (before !== undefined && after !== undefined) {
      figures.push({
        bench,
        what: `CPU per 1,000 of ${size}`,
        value: perThousand((after - before) / 1000, count),
        unit: 'ms',
        note: 'of workerd, its D1 and queues included',
      })
    }
    if (count === MANY) {
      figures.push({
        bench,
        what: `${size} people`,
        value: seconds,
        unit: 's',
        budget: { most: MANY_SECONDS },
      })
    }
  }
  const process = pid && peakMemory(pid)
  if (heap && heap.peak() > 0) {
    figures.push({
      bench,
      what: "peak of the Worker's isolate",
      value: heap.peak() / MEGABYTE,
      unit: 'MB',
      budget: { most: ISOLATE_MEGABYTES },
      note: 'heap in use, uncollected included',
    })
  }
  if (process) {
    figures.push({
      bench,
      what: 'peak of workerd',
      value: process / MEGABYTE,
      unit: 'MB',
      note: 'every isolate, D1, KV, queues, V8',
    })
  }
  return figures
}

async function ours(world: World, sku: string, count: number): Promise<number> {
  await seedWaiting(world, sku, count)
  return restockAndWait(world, sku, count)
}

async function tellBare({ bare, db }: World, name: string, count: number): Promise<number> {
  await db
    .prepare(
      `WITH RECURSIVE person (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM person WHERE n < ?2)
       INSERT INTO bare_waiting (id, email) SELECT ?1 || n, n || '@example.com' FROM person`,
    )
    .bind(name, count)
    .run()
  const began = performance.now()
  const { text } = await bare.send('POST', '/tell')
  if ((JSON.parse(text) as { told: number }).told !== count) throw new Error('not all were told')
  return (performance.now() - began) / 1000
}
