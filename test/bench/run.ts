/**
 * `npm run bench`: all benches, or the named ones. `--rounds N` (9), `--people N,N,…`
 * (1000,10000,100000: the sizes of a restock), `--relayed N` (10000), `--json FILE` (writes the
 * figures as JSON).
 * A missed budget is reported but fails nothing, because it may come from a busy machine.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { bytes } from './bytes.ts'
import { cost } from './cost.ts'
import { feed } from './feed.ts'
import { type Figure, kept, type Options, table } from './figure.ts'
import { levels } from './levels.ts'
import { overrun, relay } from './relay.ts'
import { restock } from './restock.ts'
import { subscriptions } from './subscriptions.ts'

const BENCHES: Record<string, (options: Options) => Promise<Figure[]>> = {
  subscriptions,
  levels,
  restock,
  cost,
  bytes,
  feed,
  relay,
  overrun,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '9' },
    people: { type: 'string', default: '1000,10000,100000' },
    relayed: { type: 'string', default: '10000' },
    json: { type: 'string' },
  },
})
const options: Options = {
  rounds: Number(values.rounds),
  people: values.people.split(',').map(Number),
  relayed: Number(values.relayed),
}
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES)
const figures: Figure[] = []
const { version: workerd } = createRequire(import.meta.url)('workerd/package.json') as {
  version: string
}
const machine = {
  date: new Date().toISOString().slice(0, 10),
  cores: availableParallelism(),
  node: process.version,
  workerd,
}
console.log(`${machine.date}, ${machine.cores} cores, Node ${machine.node}, workerd ${workerd}\n`)
for (const name of names) {
  const bench = BENCHES[name]
  if (!bench)
    throw new Error(`no bench named ${name}; there are ${Object.keys(BENCHES).join(', ')}`)
  const found = await bench(options)
  console.log(`${table(found)}\n`)
  figures.push(...found)
}
if (values.json) {
  const marked = figures.map((figure) => ({ ...figure, kept: kept(figure) }))
  writeFileSync(values.json, `${JSON.stringify({ machine, figures: marked }, null, 2)}\n`)
}
