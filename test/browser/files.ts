/** What a stranger's shop serves: the files of a folder, a library, and scripts out of its `.tsx`. */
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { build } from 'vite'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
}

/** What shops load from elsewhere: by path, the file. */
const LIBRARIES = new Map([['/jquery.js', 'node_modules/jquery/dist/jquery.min.js']])

/** As its library is loaded by visitors, and as developers load it, which finds more fault. */
export type Flavour = 'production' | 'development'

const scripts = new Map<string, Promise<string>>()

/** A `.tsx` with all that it imports, as one module: for browsers, and for a server to import. */
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
 * The answer to a path: a file by its name, `client.production.js` out of `client.tsx`, and
 * `page.html` at every address that is no file's. Nothing where there is none.
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
  // Answers are in files of their own kind, whatever the shop calls them.
  const file = [path, `${path}on`].find((each) => existsSync(each))
  return file && { type: TYPES[extname(file)], body: fill(readFileSync(file, 'utf8')) }
}
