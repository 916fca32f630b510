/** The files that a shop of the tests serves: those of a folder, a library, and bundles of its `.tsx`. */
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { build } from 'vite'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
}

/** Libraries that shops load, by path. */
const LIBRARIES = new Map([
  ['/jquery.js', 'node_modules/jquery/dist/jquery.min.js'],
  ['/turbo.js', 'node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js'],
  ['/htmx.js', 'node_modules/htmx.org/dist/htmx.min.js'],
  ['/htmx2.js', 'node_modules/htmx2/dist/htmx.min.js'],
])

/** React's build for visitors, or the one for developers, which reports more faults. */
export type Flavour = 'production' | 'development'

const scripts = new Map<string, Promise<string>>()

/** Bundles a `.tsx` with its imports into one module, for browsers or for a server. */
export function bundle(entry: string, flavour: Flavour): Promise<string> {
  const made = scripts.get(entry + flavour) ?? bundleOnce(entry, flavour)
  scripts.set(entry + flavour, made)
  return made
}

async function bundleOnce(entry: string, flavour: Flavour): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    mode: flavour,
    define: { 'process.env.NODE_ENV': JSON.stringify(flavour) },
    build: { write: false, lib: { entry, formats: ['es'], fileName: 'script' } },
  })
  const outputs = Array.isArray(built) ? built.flatMap(({ output }) => output) : []
  return outputs.find((item) => item.type === 'chunk')?.code ?? ''
}

/**
 * The answer to a path: a file by its name, a bundle (`client.production.js` from `client.tsx`), or
 * `page.html` for a path without an extension. Undefined if the file does not exist.
 */
export async function answerTo(pathname: string, folder: string, fill: (text: string) => string) {
  const [, name, flavour] = /^\/(\w+)\.(production|development)\.js$/.exec(pathname) ?? []
  if (name) {
    const body = await bundle(join(folder, `${name}.tsx`), flavour as Flavour)
    return { type: TYPES['.js'], body }
  }
  const library = LIBRARIES.get(pathname)
  if (library) return { type: TYPES['.js'], body: readFileSync(library, 'utf8') }
  const path = join(folder, extname(pathname) ? pathname : 'page.html')
  // A path such as /tee.js may be stored as tee.json.
  const file = [path, `${path}on`].find((each) => existsSync(each))
  return file && { type: TYPES[extname(file)], body: fill(readFileSync(file, 'utf8')) }
}
