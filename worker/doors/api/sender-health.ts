/**
 * `GET /v1/sender`: what receivers of mail know of the domains that a shop sends from, and what became of
 * its mails. `POST /v1/sender/check`: looks at their DNS now.
 */
import { Hono } from 'hono'
import { gatesOf } from '../../delivery/status.ts'
import { checkSender, sendersOf } from '../../health/check.ts'
import { rampLimit } from '../../health/rules.ts'
import { daysOf, lastCheck, lately, sentToday } from '../../health/store.ts'
import { COMPLAINT_DAYS, RAMP_DAYS, RAMP_FIRST, SENDER_DAYS_SHOWN } from '../../limits.ts'
import { backend, type BackendApp } from './auth.ts'

export const senderHealthRoutes = new Hono<BackendApp>()
  .get('/', backend, async (c) => {
    const { shop, db } = c.var
    const now = Date.now()
    const gates = await gatesOf(db, shop.id, now)
    const senders = sendersOf(c.env, shop).map(async ({ domain, destination, ramps }) => {
      const [check, days, last, today] = await Promise.all([
        lastCheck(db, shop.id, domain),
        daysOf(db, shop.id, domain, SENDER_DAYS_SHOWN, now),
        lately(db, shop.id, domain, now),
        sentToday(db, shop.id, domain, now),
      ])
      const limit = rampLimit(today.age, RAMP_FIRST, RAMP_DAYS)
      const isNew = ramps && today.age < RAMP_DAYS
      return {
        domain,
        destination,
        ...check,
        last: {
          days: COMPLAINT_DAYS,
          ...last,
          complaintShare: last.sent > 0 ? last.complained / last.sent : 0,
        },
        ...(isNew && { ramp: { limitToday: limit, sentToday: today.sent } }),
        ...gates(destination),
        days,
      }
    })
    return c.json({ senders: await Promise.all(senders) }, 200)
  })

  .post('/check', backend, async (c) => {
    const { shop, db } = c.var
    const now = Date.now()
    const checks = sendersOf(c.env, shop).map(async (sender) => ({
      domain: sender.domain,
      destination: sender.destination,
      findings: await checkSender(c.env, db, shop, sender, now),
    }))
    return c.json({ senders: await Promise.all(checks) }, 200)
  })
