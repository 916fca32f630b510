/** Builds the storefront's two scripts: first the form, then the loader that knows its file. */
import { watch as watchFiles } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build, type InlineConfig } from 'vite'

const root = resolve(import.meta.dirname, '..')

/** A save touches a file several times; one build after each is enough. */
const SETTLE_MS = 60

/** What Cloudflare sends with the files: hashed ones never change, the loader must be able to. */
const HEADERS = [
  ['/shelfbell.js', 'public, max-age=300'],
  ['/shelfbell/*', 'public, max-age=31536000, immutable'],
]
  .map(([path, cache]) =>
    [
      path,
      `  Cache-Control: ${cache}`,
      '  Access-Control-Allow-Origin: *',
      '  Cross-Origin-Resource-Policy: cross-origin',
      '  X-Content-Type-Options: nosniff',
      '',
    ].join('\n'),
  )
  .join('\n')

export interface BuildOptions {
  /** Where the files go, from the repository's root. Only the widget's own files are emptied. */
  outDir?: string
  /** Builds again on each change of widget/ or shared/, and calls this after each. */
  watch?: () => void
}

/** Builds once, and goes on with `watch`. Gives back what ends the watching. */
export async function buildWidget({ outDir = 'dist/public', watch }: BuildOptions = {}) {
  const out = resolve(root, outDir)
  await buildOnce(out)
  if (!watch) return () => {}

  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const again = async () => {
    try {
      await buildOnce(out)
      watch()
    } catch (error) {
      console.error(error)
    }
  }
  const changed = () => {
    clearTimeout(timer)
    timer = setTimeout(() => (running = running.then(again)), SETTLE_MS)
  }
  const watchers = ['widget', 'shared'].map((folder) =>
    watchFiles(join(root, folder), { recursive: true }, changed),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

async function buildOnce(out: string): Promise<void> {
  const form = await bundle('widget/form/open.tsx', 'es', 'shelfbell/form-[hash:6].js')
  const [entry] = form
  if (!entry) throw new Error('The form was not built')
  const loader = await bundle('widget/loader/main.ts', 'iife', 'shelfbell.js', {
    FORM_FILE: JSON.stringify(entry.file),
  })

  await mkdir(out, { recursive: true })
  await rm(join(out, 'shelfbell'), { recursive: true, force: true })
  await mkdir(join(out, 'shelfbell'))
  for (const { file, code } of [...loader, ...form]) {
    await writeFile(join(out, file), code)
    console.log(sizes(file, Buffer.from(code)))
  }
  await writeFile(join(out, '_headers'), HEADERS)
}

/** The bundle's files, the entry first. */
async function bundle(
  entry: string,
  format: 'es' | 'iife',
  entryFileNames: string,
  define: Record<string, string> = {},
) {
  const config: InlineConfig = {
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define,
    // The classic transform needs no runtime beside Preact's own `h`.
    oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment' } },
    build: {
      write: false,
      target: 'es2022',
      // As written: the styles hold nothing newer than constructable stylesheets.
      cssTarget: 'esnext',
      cssMinify: 'lightningcss',
      lib: { entry: join(root, entry), formats: [format], name: 'Shelfbell' },
      rolldownOptions: {
        transform: { inject: { h: ['preact', 'h'], Fragment: ['preact', 'Fragment'] } },
        output: {
          entryFileNames,
          chunkFileNames: 'shelfbell/[name]-[hash:6].js',
          // Vite leaves the whitespace in a library's ES output; these files are for browsers.
          minify: true,
          comments: false,
        },
      },
    },
  }
  const built = await build(config)
  const outputs = Array.isArray(built) ? built.flatMap(({ output }) => output) : []
  const chunks = outputs.filter((item) => item.type === 'chunk')
  return chunks
    .toSorted((a, b) => Number(b.isEntry) - Number(a.isEntry))
    .map(({ fileName, code }) => ({ file: fileName, code }))
}

function sizes(file: string, code: Buffer): string {
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`
  const gzip = gzipSync(code, { level: 9 }).byteLength
  const brotli = brotliCompressSync(code).byteLength
  return `${file}  ${kB(code.byteLength)}, gzip ${kB(gzip)}, brotli ${kB(brotli)}`
}

if (import.meta.main) await buildWidget()
