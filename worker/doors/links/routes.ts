/**
 * The links in messages: unsubscribe, confirm, manage, move to an address, on to the product, no more
 * reminders, and those of mails to the shop's team.
 */
import { Hono } from 'hono'
import { clickRoutes } from './click.ts'
import { confirmRoutes } from './confirm.tsx'
import { manageRoutes } from './manage.tsx'
import { moveRoutes } from './move.tsx'
import { noLongerRoutes } from './no-longer.tsx'
import { teamPageRoutes } from './team.tsx'
import { unsubscribeRoutes } from './unsubscribe.tsx'
import type { LinkApp } from './recipient.tsx'

export const linkRoutes = new Hono<LinkApp>()
  .route('/u', unsubscribeRoutes)
  .route('/c', confirmRoutes)
  .route('/m', manageRoutes)
  .route('/a', moveRoutes)
  .route('/r', clickRoutes)
  .route('/t', teamPageRoutes)
  .route('/n', noLongerRoutes)
