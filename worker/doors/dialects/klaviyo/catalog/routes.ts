/** Klaviyo's Catalog API, as the backend of a shop keeps its stock with it. Categories are not spoken. */
import { Hono } from 'hono'
import { both } from '../../paths.ts'
import { onlyMethods } from '../errors.ts'
import type { DialectApp } from '../../caller.ts'
import { JOBS } from './carry.ts'
import { itemRoutes } from './items.ts'
import { jobRoutes } from './jobs.ts'
import { variantRoutes } from './variants.ts'

const LISTS = ['/catalog-items', '/catalog-variants', ...JOBS.map(({ type }) => `/${type}s`)]
const SINGLE = ['/catalog-items/:id', '/catalog-variants/:id']
const READ_ONLY = [
  '/catalog-items/:id/variants',
  '/catalog-items/:id/relationships/variants',
  ...JOBS.map(({ type }) => `/${type}s/:job`),
]

export const catalogRoutes = new Hono<DialectApp>()
  .route('/', itemRoutes)
  .route('/', variantRoutes)
  .route('/', jobRoutes)

for (const path of LISTS.flatMap(both)) catalogRoutes.all(path, onlyMethods('GET', 'POST'))
for (const path of SINGLE.flatMap(both)) {
  catalogRoutes.all(path, onlyMethods('GET', 'PATCH', 'DELETE'))
}
for (const path of READ_ONLY.flatMap(both)) catalogRoutes.all(path, onlyMethods('GET'))
