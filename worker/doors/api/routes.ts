/** Our own API for a shop's backend and the Worker's owner: one file for each resource. */
import { Hono } from 'hono'
import type { App } from '../context.ts'
import { closingRoutes } from './closing.ts'
import { contactRoutes } from './contacts.ts'
import { demandActionRoutes } from './demand-actions.ts'
import { demandRoutes } from './demand.ts'
import { destinationRoutes } from './destinations.ts'
import { adminKeyRoutes, keyRoutes } from './keys.ts'
import { listRoutes } from './lists.ts'
import { logRoutes } from './log.ts'
import { messageRoutes } from './messages.ts'
import { notificationRoutes } from './notifications.ts'
import { orderRoutes } from './orders.ts'
import { productRoutes } from './products.ts'
import { heldRoutes } from './held.ts'
import { reportRoutes } from './reports.ts'
import { restockRoutes } from './restocks.ts'
import { rotationRoutes } from './rotation.ts'
import { ruleRoutes } from './rules.ts'
import { senderHealthRoutes } from './sender-health.ts'
import { senderRoutes } from './senders.ts'
import { adminRoutes, shopRoutes } from './shop.ts'
import { sourceRoutes } from './sources.ts'
import { stockRoutes } from './stock-levels.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { suppressionRoutes } from './suppressions.ts'
import { teamRoutes } from './team.ts'

export const apiRoutes = new Hono<App>()
  .route('/admin', adminRoutes)
  .route('/admin/shops', adminKeyRoutes)
  .route('/admin/shops', closingRoutes)
  .route('/admin/shops', senderRoutes)
  .route('/admin/rotate', rotationRoutes)
  .route('/shop', shopRoutes)
  .route('/keys', keyRoutes)
  .route('/stock-levels', stockRoutes)
  .route('/products', productRoutes)
  .route('/orders', orderRoutes)
  .route('/restocks', restockRoutes)
  .route('/demand', demandActionRoutes)
  .route('/held', heldRoutes)
  .route('/rules', ruleRoutes)
  .route('/demand', demandRoutes)
  .route('/lists', listRoutes)
  .route('/reports', reportRoutes)
  .route('/log', logRoutes)
  .route('/messages', messageRoutes)
  .route('/notifications', notificationRoutes)
  .route('/destinations', destinationRoutes)
  .route('/sender', senderHealthRoutes)
  .route('/sources', sourceRoutes)
  .route('/contacts', contactRoutes)
  .route('/suppressions', suppressionRoutes)
  .route('/subscriptions', subscriptionRoutes)
  .route('/team', teamRoutes)
