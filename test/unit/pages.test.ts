/** The pages of the API, of the dialects and of the settings are complete and name nothing that does not exist. */
import { describe, expect, it } from 'vitest'
import api from '../../docs/api.md?raw'
import examples from '../../docs/examples.md?raw'
import klaviyo from '../../docs/dialects/klaviyo.md?raw'
import sequenzy from '../../docs/dialects/sequenzy.md?raw'
import centra from '../../docs/dialects/voyado-centra.md?raw'
import voyado from '../../docs/dialects/voyado.md?raw'
import settings from '../../docs/settings.md?raw'
import { app } from '../../worker/app.ts'
import { ACCESS } from '../../worker/doors/api/access.ts'
import { Rules, ShopSettings } from '../../worker/shop/settings.ts'

/** Where the routes of each dialect begin, and the page that names them. The first that fits counts. */
const DIALECTS: [beginning: RegExp, page: string][] = [
  [/^\/api\/v1(?=\/)/, sequenzy],
  [/^\/api\/v[23](?=\/)/, voyado],
  [/^\/voyado-centra(?=\/)/, centra],
  [/^\/(api|client)(?=\/)/, klaviyo],
]

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])

describe('docs/api.md', () => {
  /** Middleware has the method `ALL`, and the demo's routes are for local development only. */
  const served = app.routes
    .filter(({ method, path }) => METHODS.has(method) && !path.startsWith('/demo'))
    .map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`)
  const named = [...api.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (\/[^`?\s]*)[^`]*`/g)].map(
    ([, method = '', path = '']) => `${method} ${path}`,
  )

  const isOfDialect = (route: string) =>
    DIALECTS.some(([beginning]) => beginning.test(route.replace(/^\w+ /, '')))

  it('names every route of the Worker but those of dialects', () => {
    const own = [...new Set(served)].filter((route) => !isOfDialect(route))
    expect(own.filter((route) => !named.includes(route))).toEqual([])
  })

  it('names no route that the Worker does not have', () => {
    expect([...new Set(named)].filter((route) => !served.includes(route))).toEqual([])
  })
})

describe('docs/examples.md', () => {
  it('has a call of each route that takes a secret key, and of no other route of the shop', () => {
    const called = [...examples.matchAll(/^### `(.+)`$/gm)].map(([, route = '']) => route)
    expect(called.filter((route) => !route.includes('/admin/')).toSorted()).toEqual(
      Object.keys(ACCESS).toSorted(),
    )
  })
})

describe('the pages of the dialects', () => {
  it('name the path of every route', () => {
    const paths = new Set(
      app.routes.flatMap(({ method, path }) =>
        METHODS.has(method) && !path.endsWith('/') ? [path] : [],
      ),
    )
    const spoken = [...paths].flatMap((path) => {
      const [beginning, page] = DIALECTS.find(([one]) => one.test(path)) ?? []
      return beginning && page ? [{ path, page, beginning }] : []
    })
    // The page of Engage writes its paths without the version.
    const isNamed = ({ path, page, beginning }: (typeof spoken)[number]) =>
      [path, path.replace(beginning, '')].some((one) =>
        new RegExp(`${one.replaceAll(/:\w+/g, '[{p][\\w}…]+')}(?![\\w/{-])`).test(page),
      )
    expect(spoken.length).toBeGreaterThan(20)
    expect(spoken.filter((one) => !isNamed(one)).map(({ path }) => path)).toEqual([])
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
