/**
 * Builds a release: the files that a shop's page loads. They are in a folder named after a hash of all
 * their contents, so browsers may cache them for ever, and the loader knows one name instead of twenty.
 * The loader is also at the root, where it may change; the other files are also in `shelfbell-latest`,
 * for a cached loader of a release that is gone. Each file is bundled alone, so that a page on one
 * platform loads that platform's file and no shared chunk. keep.ts adds the earlier releases.
 */
import { createHash } from 'node:crypto'
import { watch as watchFiles } from 'node:fs'
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build, type InlineConfig } from 'vite'
import { languageTags } from './languages.ts'
import { integrityOf, pinnedTag, publicUrl } from './release.ts'

const root = resolve(import.meta.dirname, '..')

/** Editors write a file several times per save; build once after the last write. */
const SETTLE_MS = 60

/** The folder with the newest files under a fixed name. */
const LATEST = 'shelfbell-latest'

/** A placeholder of the same length for the release's name, until the files exist to compute it. */
const UNNAMED = '00000000'

/** The headers that Cloudflare sends: files with a hash in their path never change, the loader may. */
const HEADERS = [
  ['/shelfbell.js', 'public, max-age=300'],
  ['/shelfbell.mjs', 'public, max-age=300'],
  ['/shelfbell.d.mts', 'public, max-age=300'],
  ['/shelfbell-latest/*', 'public, max-age=300'],
  ['/shelfbell/*', 'public, max-age=31536000, immutable'],
  ['/releases.json', 'no-cache'],
  ['/pinned.txt', 'no-cache'],
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
  /** The output folder, from the repository's root. Only the widget's own files in it are deleted. */
  outDir?: string
  /** The Worker's public address, for the tag that pins the release. */
  address?: string
  /** If given, builds again on each change of widget/ or shared/, and is called after each build. */
  watch?: () => void
}

/** Builds once, then continues with `watch`. Returns a function that stops watching. */
export async function buildWidget({
  outDir = 'dist/public',
  address = publicUrl(),
  watch,
}: BuildOptions = {}) {
  const out = resolve(root, outDir)
  await buildOnce(out, address)
  if (!watch) return () => {}

  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  const again = async () => {
    try {
      await buildOnce(out, address)
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

async function buildOnce(out: string, address: string): Promise<void> {
  // English is in the form's file.
  const languages = (await languageTags()).filter((tag) => tag !== 'en')
  const platforms = await namesIn('widget/platforms', ['page'])
  const words = { LANGUAGES: JSON.stringify(languages.join(',')) }
  const entries: [entry: string, name: string][] = [
    ['widget/loader/ask.ts', 'ask'],
    ['widget/button/mount.ts', 'button'],
    ['widget/beside/beside.ts', 'beside'],
    ['widget/place/find.ts', 'place'],
    ['widget/form/open.tsx', 'form'],
    ['widget/structured/ordinary.ts', 'ordinary'],
    ['widget/structured/structured.ts', 'structured'],
    ...platforms.map((name): [string, string] => [`widget/platforms/${name}.ts`, name]),
    ...languages.map((tag): [string, string] => [
      `shared/languages/${tag}/form.ts`,
      `texts-${tag}`,
    ]),
  ]
  const files: Built[] = []
  for (const [entry, name] of entries)
    files.push(...(await bundle(entry, 'es', `${name}.js`, words)))

  const known = { FILES: JSON.stringify(`shelfbell/${UNNAMED}/`) }
  const unnamed = [
    ...(await bundle('widget/loader/main.ts', 'iife', 'shelfbell.js', known)),
    ...(await bundle('widget/loader/module.ts', 'es', 'shelfbell.mjs', known)),
  ]
  const name = hashOf([...unnamed, ...files])
  const loaders = unnamed.map(({ file, code }) => ({ file, code: code.replaceAll(UNNAMED, name) }))
  const release = {
    name,
    built: new Date().toISOString(),
    files: [...loaders, ...files].map(({ file, code }) => ({
      name: file,
      integrity: integrityOf(code),
      size: Buffer.byteLength(code),
    })),
  }

  await mkdir(out, { recursive: true })
  for (const old of ['shelfbell', LATEST]) {
    await rm(join(out, old), { recursive: true, force: true })
  }
  const folder = join('shelfbell', name)
  await mkdir(join(out, folder), { recursive: true })
  await mkdir(join(out, LATEST))
  for (const { file, code } of [...loaders, ...files]) {
    await writeFile(join(out, folder, file), code)
    console.log(sizes(join(folder, file), Buffer.from(code)))
  }
  for (const { file, code } of loaders) await writeFile(join(out, file), code)
  for (const { file, code } of files) await writeFile(join(out, LATEST, file), code)
  await writeFile(join(out, 'releases.json'), JSON.stringify({ releases: [release] }, null, 2))
  await writeFile(join(out, 'pinned.txt'), pinnedTag(address, release))
  await copyFile(join(root, 'widget/shelfbell.d.mts'), join(out, 'shelfbell.d.mts'))
  await writeFile(join(out, '_headers'), HEADERS)
}

interface Built {
  file: string
  code: string
}

/** The names of the modules in a folder, except `without`. */
async function namesIn(folder: string, without: string[]): Promise<string[]> {
  const names = (await readdir(join(root, folder))).map((file) => file.replace(/\.ts$/, ''))
  return names.filter((name) => !without.includes(name)).toSorted()
}

const hashOf = (files: Built[]) =>
  createHash('sha256')
    .update(files.map(({ file, code }) => `${file}\n${code}`).join('\n'))
    .digest('base64url')
    .slice(0, 8)

/** The bundle's files, the entry first. */
async function bundle(
  entry: string,
  format: 'es' | 'iife',
  entryFileNames: string,
  define: Record<string, string>,
): Promise<Built[]> {
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
      // No lowering: the styles use nothing newer than constructable stylesheets.
      cssTarget: 'esnext',
      cssMinify: 'lightningcss',
      lib: { entry: join(root, entry), formats: [format], name: 'Shelfbell' },
      rolldownOptions: {
        transform: { inject: { h: ['preact', 'h'], Fragment: ['preact', 'Fragment'] } },
        output: {
          entryFileNames,
          chunkFileNames: '[name].js',
          // Vite keeps whitespace in a library's ES output unless it is told to minify.
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
