/** The pages of the API and of the settings are complete and name nothing that does not exist. */
import { describe, expect, it } from 'vitest'
import api from '../../docs/api.md?raw'
import settings from '../../docs/settings.md?raw'
import { app } from '../../worker/app.ts'
import { Rules, ShopSettings } from '../../worker/shop/settings.ts'

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

describe('docs/api.md', () => {
  /** Middleware has the method `ALL`, and the demo's routes are for local development only. */
  const served = app.routes
    .filter(({ method, path }) => METHODS.has(method) && !path.startsWith('/demo'))
    .map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`)
  const named = [...api.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`?\s]*)[^`]*`/g)].map(
    ([, method = '', path = '']) => `${method} ${path}`,
  )

  it('names every route of the Worker', () => {
    expect([...new Set(served)].filter((route) => !named.includes(route))).toEqual([])
  })

  it('names no route that the Worker does not have', () => {
    expect([...new Set(named)].filter((route) => !served.includes(route))).toEqual([])
  })
})

describe('docs/settings.md', () => {
  /** The first column of the table under a heading. */
  const rowsOf = (heading: string) => {
    const section = settings.split(`\n## ${heading}\n`)[1]?.split('\n#')[0] ?? ''
    return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name).toSorted()
  }

  it('names every setting of a shop, and no other', () => {
    expect(rowsOf('The shop')).toEqual(Object.keys(ShopSettings.entries).toSorted())
  })

  it('names every rule of a shop, and no other', () => {
    expect(rowsOf('Rules')).toEqual(Object.keys(Rules.entries).toSorted())
  })
})
