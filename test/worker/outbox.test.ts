import { describe, expect, it } from 'vitest'
import { deliver, drain, makeShop, table, tick, world } from './harness.ts'

const MINUTE = 60_000

/** A shop with a restock that will notify one person. Its queue message waits. */
async function messageDue() {
  const shop = await makeShop()
  await shop.subscribe()
  await shop.setStock({ sku: 'TEE-M', quantity: 5 })
  return shop
}

const failWith = (code: string) => () => {
  throw Object.assign(new Error('send failed'), { code })
}

describe('a message', () => {
  it('is sent once, and later, after a temporary failure', async () => {
    await messageDue()
    world.beforeMail = failWith('E_RATE_LIMIT_EXCEEDED')
    await drain()
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 1, reason: 'e_rate_limit_exceeded' },
    ])
    world.beforeMail = () => {}
    await tick()
    await drain()
    expect(world.mails).toHaveLength(0)
    await world.env.DB.prepare('UPDATE outbox SET due_at = 0').run()
    await tick()
    await drain()
    expect(world.mails).toHaveLength(1)
    expect(await table('outbox')).toHaveLength(0)
    expect(await table('notification')).toMatchObject([{ channels: 1, destination: 'email' }])
  })

  it('is dead at once, with a reason, after a permanent failure', async () => {
    const shop = await messageDue()
    world.beforeMail = failWith('E_RECIPIENT_NOT_ALLOWED')
    await drain()
    expect(await table('outbox')).toMatchObject([
      { state: 'dead', attempts: 1, reason: 'e_recipient_not_allowed' },
    ])
    await tick(Date.now() + 10 * MINUTE)
    expect(world.queued).toEqual([])
    const response = await shop.api('GET', '/v1/log?kind=outbox_run')
    expect(await response.json()).toMatchObject({
      entries: [{ detail: { 'notify:email:dead:e_recipient_not_allowed': 1 } }],
    })
  })

  it('stays open without counting attempts while the shop has to fix something', async () => {
    await messageDue()
    world.beforeMail = failWith('E_SENDER_NOT_VERIFIED')
    await drain()
    expect(await table('outbox')).toMatchObject([
      { state: 'open', attempts: 0, reason: 'e_sender_not_verified' },
    ])
  })

  it('is given up after fourteen failed attempts', async () => {
    await messageDue()
    world.beforeMail = failWith('E_DELIVERY_FAILED')
    await drain()
    for (let tries = 1; tries < 14; tries += 1) {
      expect(await table('outbox')).toMatchObject([{ state: 'open', attempts: tries }])
      await world.env.DB.batch([
        world.env.DB.prepare('UPDATE outbox SET due_at = 0'),
        world.env.DB.prepare('UPDATE gate SET closed_until = 0'),
      ])
      await tick()
      await drain()
    }
    expect(await table('outbox')).toMatchObject([{ state: 'dead', attempts: 14 }])
  })

  it('does not delay the rest of its chunk when it fails', async () => {
    const shop = await makeShop()
    for (let n = 0; n < 10; n += 1) await shop.subscribe({ email: `p${n}@example.com` })
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    world.beforeMail = (to) => {
      if (to === 'p3@example.com') throw new Error('odd')
    }
    await drain()
    expect(world.mails).toHaveLength(9)
    expect(await table('outbox')).toMatchObject([{ state: 'open', reason: 'send_failed' }])
  })

  it('is sent after a later tick if its queue message is lost', async () => {
    await messageDue()
    for (const message of world.queued.splice(0)) await deliver(message)
    world.queued = []
    await tick(Date.now() + 2 * MINUTE)
    await drain()
    expect(world.mails).toHaveLength(1)
  })

  it('is not sent if the subscription was cancelled in the meantime', async () => {
    const shop = await messageDue()
    for (const message of world.queued.splice(0)) await deliver(message)
    const [row] = await table('outbox')
    await shop.api('DELETE', `/v1/subscriptions/${row?.['subscription_id']}`)
    await drain()
    expect(world.mails).toHaveLength(0)
  })

  it('is sent after a later tick if the queues fail', async () => {
    const shop = await makeShop()
    const whole = world.env
    const broken = {
      sendBatch: async () => {
        throw new Error('queue is down')
      },
    } as unknown as Queue<never>
    world.env = { ...whole, MATCH_QUEUE: broken, OUTBOX_QUEUE: broken }
    await shop.subscribe()
    await shop.setStock({ sku: 'TEE-M', quantity: 5 })
    world.env = { ...whole }
    await tick(Date.now() + 2 * MINUTE)
    await drain()
    expect(world.mails).toHaveLength(1)
  })
})
