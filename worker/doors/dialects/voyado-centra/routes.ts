/** Voyado's subscription API for Centra, as a storefront calls it. */
import { Hono } from 'hono'
import type { App } from '../../context.ts'

export const voyadoCentraRoutes = new Hono<App>()
