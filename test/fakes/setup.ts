/**
 * Starts the servers that replace outside systems, once for a test run: one for every file in this
 * folder that exports `fake`. Tests get a server's address by the file's name, with `fakeUrl` of
 * test/worker/harness.ts.
 */
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import type { TestProject } from 'vitest/node'
import { record } from './record.ts'
import type { Fake, FakeSystem } from './upstream.ts'

declare module 'vitest' {
  interface ProvidedContext {
    fakeUrls: Record<string, string>
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts'))
  const started = await Promise.all(files.map((name) => startFakes(basename(name, '.ts'))))
  const fakes = started.flat()
  for (const { name, url } of fakes) record({ fake: name, url })
  project.provide('fakeUrls', Object.fromEntries(fakes.map(({ name, url }) => [name, url])))
  return () => {
    for (const { close } of fakes) close()
  }
}

async function startFakes(file: string): Promise<(Fake & { name: string })[]> {
  // Vite cannot resolve a computed name, and need not.
  const { fake } = (await import(/* @vite-ignore */ `./${file}.ts`)) as { fake?: FakeSystem }
  if (!fake) return []
  const { names = [file], start } = fake
  return Promise.all(names.map(async (name) => ({ name, ...(await start()) })))
}
