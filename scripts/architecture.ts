/**
 * The architecture: a folder imports itself and folders above it in this list, and no others. So no
 * two folders import each other, and nothing goes in circles. `npm run lint` fails on an import
 * that goes down the list, on a folder that is not in it, and on a circle of files.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

const LAYERS = [
  // What goes over the wire, and pure readers that both sides use.
  'shared',
  'shared/languages',
  'shared/page',

  // The widget: what is loaded on a shop's page. Its files are built apart.
  'widget',

  // The Worker's ground: files of worker/ that know no word of the domain.
  'worker',
  // Where the data of a shop lives.
  'worker/homes',
  // Links in messages, and what messages say.
  'worker/link',
  'worker/message',
  // Outside systems: one folder each for destinations and sources. They know no word of the domain.
  'worker/connectors',

  // Words of the domain, each above those that build on it.
  'worker/address',
  'worker/shop',
  'worker/consent',
  'worker/outbox',
  'worker/team',
  'worker/health',
  'worker/ceiling',
  'worker/log',
  'worker/bot-check',
  'worker/product',
  'worker/restock',
  'worker/stock',
  'worker/catalog',
  'worker/confirmation',
  'worker/subscription',
  'worker/marketing',
  'worker/suppression',
  'worker/contact',
  'worker/click',
  'worker/recipient',
  'worker/intake',
  'worker/order',
  'worker/history',
  'worker/notice',
  'worker/retention',
  'worker/match',
  'worker/explain',
  'worker/reminder',
  'worker/demand',
  'worker/report',
  'worker/delivery',
  'worker/action',
  'worker/preview',
  'worker/source',
  'worker/lists',
  'worker/settings',
  'worker/simulate',
  'worker/hook',
  'worker/klaviyo-catalog',
  'worker/sequenzy-catalog',

  // Ways in over HTTP. Nothing imports a door but the entry.
  'worker/doors',
  'worker/entry',
]

/** The files that put everything together. */
const ENTRY = new Set(['worker/index.ts', 'worker/app.ts', 'worker/sweep.ts'])

const root = join(import.meta.dirname, '..')

const files = ['shared', 'widget', 'worker'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((name) => join(top, name))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts')),
)

/** The layer of a file: the longest entry of the list that it lies in. */
function layerOf(file: string): string {
  if (ENTRY.has(file)) return 'worker/entry'
  const [top = '', folder = ''] = file.split('/')
  const own = `${top}/${folder}`
  if (LAYERS.includes(own)) return own
  // A folder of the Worker has to be in the list; the widget is one layer.
  return top === 'worker' && folder.includes('.') ? 'worker' : top === 'worker' ? own : top
}

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8')
  const specs = text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^'?]+)'/g)
  return [...specs]
    .map(([, spec = '']) => normalize(join(dirname(file), spec)))
    .filter((target) => files.includes(target))
}

const graph = new Map(files.map((file) => [file, importsOf(file)]))
const faults: string[] = []

for (const [file, targets] of graph) {
  const from = layerOf(file)
  if (!LAYERS.includes(from)) faults.push(`${from} is not in the list of layers`)
  for (const target of targets) {
    const to = layerOf(target)
    // The Worker reads nothing of the widget, and the widget nothing of the Worker.
    const apart = from.split('/')[0] !== to.split('/')[0] && !to.startsWith('shared')
    if (apart || LAYERS.indexOf(to) > LAYERS.indexOf(from)) {
      faults.push(`${file} may not import ${target}: ${to} is not above ${from}`)
    }
  }
}

/** Files on a circle, by following imports from each file and coming back to it. */
function circleFrom(start: string): string[] | undefined {
  const seen = new Set<string>()
  const follow = (file: string, path: string[]): string[] | undefined => {
    for (const target of graph.get(file) ?? []) {
      if (target === start) return [...path, target]
      if (seen.has(target)) continue
      seen.add(target)
      const circle = follow(target, [...path, target])
      if (circle) return circle
    }
    return undefined
  }
  return follow(start, [start])
}

const circles = new Set<string>()
for (const file of files) {
  const circle = circleFrom(file)
  if (circle && !circle.some((one) => circles.has(one)))
    faults.push(`a circle: ${circle.join(' > ')}`)
  for (const one of circle ?? []) circles.add(one)
}

for (const fault of new Set(faults)) console.error(fault)
const where = relative(process.cwd(), import.meta.filename)
if (faults.length > 0) {
  console.error(`\n${faults.length} imports break the architecture (see ${where}).`)
  process.exitCode = 1
} else {
  console.log(
    `Architecture: ${files.length} files in ${LAYERS.length} layers, no import goes down.`,
  )
}
