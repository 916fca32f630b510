/** `POST /v1/admin/shops`, `GET` and `PATCH /v1/shop`. */
import { Hono } from 'hono'
import * as v from 'valibot'
import { ShopSettings } from '../../shop/settings.ts'
import { line, objectFault } from '../../../shared/text.ts'
import type { App } from '../context.ts'
import { isLocal } from '../../env.ts'
import { newId } from '../../ids.ts'
import { BACKEND_BODY_BYTES } from '../../limits.ts'
import { problem } from '../problem.ts'
import { invalid } from '../../result.ts'
import { check, readBody, readJson } from '../request.ts'
import { openVault } from '../../vault.ts'
import { backend, DEMO_KEYS, owner } from '../auth.ts'
import { checkSettings } from '../../settings/check.ts'
import type { Shop } from '../../shop/shop.ts'
import { maskSecrets, sealSecrets } from '../../shop/secrets.ts'
import { newKey, shopByPublicKey } from '../../shop/store.ts'
import { createShop, saveSettings } from '../../settings/save.ts'

// Only `npm run dev` and tests may choose keys, and only the demo's.
const NewShop = v.strictObject(
  { ...ShopSettings.entries, keys: v.optional(v.literal('demo', 'choice_unknown')) },
  objectFault,
)

export const adminRoutes = new Hono<App>().post('/shops', owner, async (c) => {
  const body = await readBody(c, NewShop, BACKEND_BODY_BYTES)
  if (!body.ok) return problem(c, body.failure)
  const { keys, ...wanted } = body.value
  const settings = checkSettings(wanted, isLocal(c.env))
  if (!settings.ok) return problem(c, settings.failure)
  const demo = keys === 'demo'
  if (demo && !isLocal(c.env)) return problem(c, invalid([['/keys', 'unknown_field']]).failure)
  const publicKey = demo ? DEMO_KEYS.public : newKey('pk')
  const secretKey = demo ? DEMO_KEYS.secret : newKey('sk')
  if (demo && (await shopByPublicKey(c.env, publicKey))) return c.body(null, 204)

  const id = newId()
  const sealed = await sealSecrets(settings.value, await openVault(c.env, id), isLocal(c.env))
  if (!sealed.ok) return problem(c, sealed.failure)
  const shop: Shop = { id, publicKey, database: 'DB', settings: sealed.value }
  await createShop(c.env, shop, secretKey, Date.now())
  return c.json({ id, publicKey, secretKey }, 201)
})

// RFC 7396: null takes a setting out, so that its default applies.
const Patch = v.record(line(40), v.unknown(), 'not_an_object')

export const shopRoutes = new Hono<App>()
  .get('/', backend, async (c) => {
    const { id, publicKey, settings } = c.var.shop
    return c.json({ id, publicKey, settings: await maskSecrets(settings, c.var.vault) }, 200)
  })
  .patch('/', backend, async (c) => {
    const body = await readJson(c, BACKEND_BODY_BYTES)
    if (!body.ok) return problem(c, body.failure)
    const patch = check(Patch, body.value)
    if (!patch.ok) return problem(c, patch.failure)

    const { shop, vault } = c.var
    // Compared with masked secrets in place: what the caller read may be sent back as it is.
    const merged = { ...(await maskSecrets(shop.settings, vault)), ...patch.value }
    const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
    const shape = check(ShopSettings, kept)
    if (!shape.ok) return problem(c, shape.failure)
    const sealed = await sealSecrets(shape.value, vault, isLocal(c.env), shop.settings)
    if (!sealed.ok) return problem(c, sealed.failure)
    const settings = checkSettings(sealed.value, isLocal(c.env))
    if (!settings.ok) return problem(c, settings.failure)

    const changed = { ...shop, settings: settings.value }
    await saveSettings(c.env, changed, Date.now())
    return c.json(
      {
        id: shop.id,
        publicKey: shop.publicKey,
        settings: await maskSecrets(changed.settings, vault),
      },
      200,
    )
  })
