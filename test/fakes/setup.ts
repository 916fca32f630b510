/** Starts the servers that stand in for outside systems, for one run of the tests. */
import type { TestProject } from 'vitest/node'
import { startKlaviyo } from './klaviyo.ts'

declare module 'vitest' {
  interface ProvidedContext {
    klaviyoUrl: string
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const klaviyo = await startKlaviyo()
  project.provide('klaviyoUrl', klaviyo.url)
  return klaviyo.close
}
