/** docs/api.md and the Worker name the same routes. */
import { describe, expect, it } from 'vitest'
import page from '../../docs/api.md?raw'
import { app } from '../../worker/app.ts'

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Middleware has the method `ALL`, and the demo's routes are for local development only. */
const served = app.routes
  .filter(({ method, path }) => METHODS.has(method) && !path.startsWith('/demo'))
  .map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`)

const named = [...page.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`?\s]*)[^`]*`/g)].map(
  ([, method = '', path = '']) => `${method} ${path}`,
)

describe('the page of the API', () => {
  it('names every route of the Worker', () => {
    expect([...new Set(served)].filter((route) => !named.includes(route))).toEqual([])
  })

  it('names no route that the Worker does not have', () => {
    expect([...new Set(named)].filter((route) => !served.includes(route))).toEqual([])
  })
})
