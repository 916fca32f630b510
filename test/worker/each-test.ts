/**
 * What surrounds each test. Vitest runs this once for each test file. The files share one isolate,
 * so no file may leave its clock or its spies to the next.
 */
import { afterAll, beforeEach, type TestContext, vi } from 'vitest'

/** Unit tests need neither the Worker nor a database. */
const isUnit = ({ task }: TestContext) => task.file.filepath.includes('/test/unit/')

beforeEach(async (context) => {
  if (isUnit(context)) return
  const { openWorld } = await import('./harness.ts')
  await openWorld()
})

afterAll(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
