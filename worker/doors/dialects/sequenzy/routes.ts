/** Sequenzy's Commerce API, as a shop's backend calls it for back in stock. */
import { Hono } from 'hono'
import { BACKEND_BODY_BYTES, UPSERT_BYTES } from '../../../limits.ts'
import { thrown } from '../../thrown.ts'
import type { DialectApp } from '../caller.ts'
import { both, onlyMethodsBy } from '../paths.ts'
import { registerRequest } from './back-in-stock.ts'
import { atMost, backend, jsonOnly } from './backend.ts'
import { sequenzyError, unavailable } from './errors.ts'
import { list, remove, show, upsert } from './products.ts'

const BACK_IN_STOCK = both('/back-in-stock')
const PRODUCTS = both('/products')
const PRODUCT = both('/products/:id')

const only = onlyMethodsBy((c) => sequenzyError(c, 'METHOD_NOT_ALLOWED'))

export const sequenzyRoutes = new Hono<DialectApp>()
  .on('POST', BACK_IN_STOCK, backend(), jsonOnly, atMost(BACKEND_BODY_BYTES), registerRequest)
  .on('ALL', BACK_IN_STOCK, only('POST'))
  .on('POST', PRODUCTS, backend('stock'), jsonOnly, atMost(UPSERT_BYTES), upsert)
  .on('GET', PRODUCTS, backend('stock', 'read'), list)
  .on('ALL', PRODUCTS, only('GET', 'POST'))
  .on('GET', PRODUCT, backend('stock', 'read'), show)
  .on('DELETE', PRODUCT, backend('stock'), remove)
  .on('ALL', PRODUCT, only('GET', 'DELETE'))
  .all('*', (c) => sequenzyError(c, 'NOT_FOUND'))
  .onError((error, c) =>
    thrown(c, error) === 'unavailable' ? unavailable(c) : sequenzyError(c, 'INTERNAL_ERROR'),
  )
