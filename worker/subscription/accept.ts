/**
 * Taking in what a shopper asks for, whichever form it was written into: the widget's, or the plain
 * page's. Whether the request may come from where it comes from has been decided before.
 */
import type { Context } from 'hono'
import { ClientSubscription } from '../../shared/subscription.ts'
import type { App } from '../doors/context.ts'
import { countryOf, mustConfirm, mustConfirmPlain } from '../confirmation/rules.ts'
import { isOverloaded } from '../homes/d1.ts'
import { done, failed, type Result } from '../result.ts'
import { enqueueOutbox } from '../queue.ts'
import { check } from '../doors/request.ts'
import type { ClientShop } from '../shop/shop.ts'
import { homeOf } from '../homes/home.ts'
import { checkBot } from '../bot-check/run.ts'
import { commonIndex, openVault } from '../vault.ts'
import { takeIn } from './intake.ts'
import { prepare, truncateIp } from './rules.ts'
import { type Subscribed, subscribe } from './store.ts'
import { sealRequest } from './seal.ts'
import { contactIdOf } from '../address/contact.ts'

/**
 * Checks and stores a request. The same answer for what is new and for what was there already. Over
 * the `plain` form nobody can be told from a machine but by a mail.
 */
export async function accept(
  c: Context<App>,
  shop: ClientShop,
  body: unknown,
  form: 'widget' | 'plain',
): Promise<Result<void>> {
  const request = check(ClientSubscription, body)
  if (!request.ok) return request
  // Only a machine fills the field that nobody sees; it learns nothing from the answer.
  if (request.value.website) return done(undefined)

  const wanted = prepare(request.value, shop, 'shopper')
  if (!wanted.ok) return wanted
  const vault = await openVault(c.env, shop.id)
  const contactId = await contactIdOf(vault, wanted.value)
  if (!(await withinLimits(c, shop.id, contactId))) return failed('too_many_requests')
  const ip = c.req.header('CF-Connecting-IP')
  const { turnstileToken } = request.value
  const bot =
    shop.turnstile && form === 'widget'
      ? await checkBot(c.env, vault, shop, shop.turnstile, turnstileToken, ip)
      : done(undefined)
  if (!bot.ok) return bot
  const { email } = wanted.value
  const here = countryOf(shop, c.req.header('CF-IPCountry'))
  const asksFirst = form === 'plain' ? mustConfirmPlain : mustConfirm
  const confirmed = email === undefined || !asksFirst(shop, here, request.value.country)
  const asked = await sealRequest(
    vault,
    shop,
    contactId,
    wanted.value,
    {
      method: 'form',
      ip: truncateIp(ip),
      userAgent: c.req.header('User-Agent')?.slice(0, 300),
      botCheck: bot.value,
    },
    confirmed ? undefined : await commonIndex(c.env, email),
  )
  let subscribed: Subscribed
  try {
    subscribed = await subscribe(homeOf(c.env, shop), shop, asked)
  } catch (error) {
    if (!isOverloaded(error)) throw error
    await takeIn(c.env, vault, shop, asked)
    return done(undefined)
  }
  if (subscribed.inStock) return failed('in_stock')
  if (!subscribed.id && !subscribed.known) return failed('variant_not_found')
  await enqueueOutbox(c.env, shop.id, subscribed.outbox)
  return done(undefined)
}

async function withinLimits(c: Context<App>, shopId: string, contactId: string): Promise<boolean> {
  const ip = c.req.header('CF-Connecting-IP') ?? 'unknown'
  const [address, host] = await Promise.all([
    c.env.LIMIT_ADDRESS.limit({ key: `${shopId}:${contactId}` }),
    c.env.LIMIT_IP.limit({ key: `${shopId}:${ip}` }),
  ])
  return address.success && host.success
}
