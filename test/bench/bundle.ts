/** Bundles a Worker as wrangler does, with wrangler's esbuild. */
import { build } from 'esbuild'

/** The code of one module with everything except the modules that workerd provides. */
export async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    keepNames: true,
    logLevel: 'error',
  })
  const [output] = outputFiles
  if (!output) throw new Error(`nothing came out of ${entry}`)
  return output.text
}
