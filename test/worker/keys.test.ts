/** Secret keys: made, listed, revoked, what each may do, and what a wrong one costs. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { app } from '../../worker/app.ts'
import { ACCESS } from '../../worker/doors/api/access.ts'
import { KEY_USED_MS, SECRET_KEYS } from '../../worker/limits.ts'
import { Scope } from '../../worker/shop/keys.ts'
import { meteredDatabase, takeUsed } from '../bench/workers/meter.ts'
import { ask, makeShop, OWNER_TOKEN, table, type TestShop, world } from './harness.ts'
import { take } from './lists.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

interface Made {
  id: string
  secretKey: string
}

const call = (
  key: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
) =>
  ask(path, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

/** The bodies of routes that only read. */
const READ_BODIES: Record<string, unknown> = {
  'POST /v1/messages/preview': { kind: 'alert', channel: 'email', sample: true },
  'POST /v1/rules/simulate': { rules: {} },
}

async function make(shop: TestShop, ...scopes: string[]): Promise<Made> {
  const answer = await shop.api('POST', '/v1/keys', { name: 'ERP', scopes })
  expect(answer.status).toBe(201)
  return answer.json()
}

const listed = async (shop: TestShop) =>
  (await (await shop.api('GET', '/v1/keys')).json<{ keys: Record<string, unknown>[] }>()).keys

describe('a secret key', () => {
  it('is shown once, stored as a hash, and listed with its name, hint, scopes and last use', async () => {
    const shop = await makeShop()
    const { id, secretKey } = await make(shop, 'stock', 'read', 'stock')
    // 160 random bits.
    expect(secretKey).toMatch(/^sk_[0-9a-f]{40}$/)
    expect(JSON.stringify(await table('secret_key'))).not.toContain(secretKey)
    const keys = await listed(shop)
    expect(JSON.stringify(keys)).not.toContain(secretKey)
    expect(keys).toMatchObject([
      { name: 'first key', scopes: ['all'], lastUsedAt: expect.any(String) },
      { id, name: 'ERP', scopes: ['read', 'stock'], hint: secretKey.slice(-4) },
    ])
    expect(keys[1]).not.toHaveProperty('lastUsedAt')
    await call(secretKey, 'GET', '/v1/log')
    expect((await listed(shop))[1]).toMatchObject({ lastUsedAt: expect.any(String) })
  })

  it('stops at once when it is revoked, and others go on', async () => {
    const shop = await makeShop()
    const [first, second] = [await make(shop, 'all'), await make(shop, 'all')]
    for (const { secretKey } of [first, second]) {
      expect((await call(secretKey, 'GET', '/v1/shop')).status).toBe(200)
    }
    expect((await call(second.secretKey, 'DELETE', `/v1/keys/${first.id}`)).status).toBe(204)
    expect((await call(first.secretKey, 'GET', '/v1/shop')).status).toBe(401)
    expect((await call(second.secretKey, 'GET', '/v1/shop')).status).toBe(200)
    expect((await call(second.secretKey, 'DELETE', `/v1/keys/${first.id}`)).status).toBe(404)
  })

  it('of another shop cannot be revoked', async () => {
    const [mine, other] = [await makeShop(), await makeShop()]
    const { id, secretKey } = await make(other, 'read')
    expect((await mine.api('DELETE', `/v1/keys/${id}`)).status).toBe(404)
    expect((await call(secretKey, 'GET', '/v1/shop')).status).toBe(200)
  })

  it('stays if it is the last one that may do everything', async () => {
    const shop = await makeShop()
    const [first] = await listed(shop)
    const { id } = await make(shop, 'people', 'stock', 'read')
    const answer = await shop.api('DELETE', `/v1/keys/${first?.['id']}`)
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'last_key' }])
    expect((await shop.api('DELETE', `/v1/keys/${id}`)).status).toBe(204)
    await make(shop, 'all')
    expect((await shop.api('DELETE', `/v1/keys/${first?.['id']}`)).status).toBe(204)
  })

  it('is made by the owner of the Worker for a shop that has lost all its keys', async () => {
    const shop = await makeShop()
    await world.env.DB.prepare('DELETE FROM secret_key').run()
    const asked = (path: string) =>
      ask(`/v1/admin/shops/${path}/keys`, {
        method: 'POST',
        headers: { Authorization: 'Bearer dev', 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: 'way back in', scopes: ['all'] }),
      })
    const { secretKey } = await (await asked(shop.id)).json<Made>()
    expect((await call(secretKey, 'GET', '/v1/keys')).status).toBe(200)
    const unknown = await asked('nobody')
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'shop_unknown' }])
  })

  it('is one of at most twenty, not counting those that the owner makes', async () => {
    const shop = await makeShop()
    for (let n = 1; n < SECRET_KEYS; n += 1) await make(shop, 'read')
    const answer = await shop.api('POST', '/v1/keys', { name: 'one more', scopes: ['read'] })
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'too_many_keys' }])
    expect(await table('secret_key')).toHaveLength(SECRET_KEYS)
  })

  it.each([
    ['no scope', { name: 'x', scopes: [] }, '/scopes'],
    ['an unknown scope', { name: 'x', scopes: ['everything'] }, '/scopes/0'],
    ['no name', { scopes: ['all'] }, '/name'],
    ['a key of its own', { name: 'x', scopes: ['all'], secretKey: 'sk_mine' }, '/secretKey'],
  ])('is refused with %s', async (_, body, pointer) => {
    const answer = await (await makeShop()).api('POST', '/v1/keys', body)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ pointer }] })
    expect(await table('secret_key')).toHaveLength(1)
  })

  it('costs one row for its use, once an hour', async () => {
    const shop = await makeShop()
    const { secretKey } = await make(shop, 'read')
    world.env = { ...world.env, DB: meteredDatabase(world.env.DB) }
    const written = async (at: number) => {
      vi.useFakeTimers({ now: at, toFake: ['Date'] })
      takeUsed()
      expect((await call(secretKey, 'GET', '/v1/shop')).status).toBe(200)
      return takeUsed().written
    }
    const now = Date.now()
    expect(await written(now)).toBe(1)
    expect(await written(now + 1)).toBe(0)
    expect(await written(now + KEY_USED_MS - 1)).toBe(0)
    expect(await written(now + KEY_USED_MS)).toBe(1)
  })
})

/** The routes that a shop's backend may call, of the whole Worker. */
const routes = [
  ...new Map(
    app.routes
      .filter(({ path, method }) => path.startsWith('/v1/') && method !== 'ALL')
      .filter(({ path }) => !/^\/v1\/(client|admin)\//.test(path))
      .map(({ method, path }) => [`${method} ${path}`, { method, path }]),
  ),
]

describe('a route for a shop’s backend', () => {
  it('stands in the table of scopes, and the table names no other', () => {
    expect(Object.keys(ACCESS).toSorted()).toEqual(routes.map(([name]) => name).toSorted())
  })

  it('takes no request without a key', async () => {
    for (const [name, { method, path }] of routes) {
      expect([name, (await ask(path, { method })).status]).toEqual([name, 401])
    }
  })

  it.each(Scope.options.filter((scope) => scope !== 'all'))(
    'takes a key with the scope %s only where the table says so',
    async (scope) => {
      const shop = await makeShop()
      const { secretKey } = await make(shop, scope)
      const refused: string[] = []
      for (const [name, { method, path }] of routes) {
        const answer = await call(secretKey, method, path.replaceAll(/:\w+/g, 'none'))
        if (answer.status !== 403) continue
        refused.push(name)
        const scopes = ['all', ...(ACCESS[name] ?? [])]
        // oxlint-disable-next-line vitest/no-conditional-expect -- which ones is expected below
        expect([name, await answer.json()]).toMatchObject([name, { code: 'scope_missing', scopes }])
      }
      const others = routes.map(([name]) => name).filter((name) => !ACCESS[name]?.includes(scope))
      expect(refused).toEqual(others)
      expect(await table('secret_key')).toHaveLength(2)
    },
  )

  it('shows no address to a key that only reads', async () => {
    const shop = await makeShop({ channels: ['email'] })
    await shop.subscribe({ email: 'grace.hopper@example.com' })
    await shop.setStock({ sku: 'OTHER', quantity: 1 })
    await take(shop, { id: 'moved-in' }, 'email,sku\nada.lovelace@example.com,MUG\n')
    const [contact] = await table('contact')
    const [subscription] = await table('subscription')
    const { secretKey } = await make(shop, 'read')
    const answers: string[] = []
    for (const [name, { method, path }] of routes) {
      if (!ACCESS[name]?.includes('read')) continue
      const ofPerson = path.includes('contacts') ? contact?.['id'] : subscription?.['id']
      const id = path.includes('imports') ? 'moved-in' : ofPerson
      const query = name === 'GET /v1/rules/explain' ? '?sku=TEE-M' : ''
      const answer = await call(
        secretKey,
        method,
        path.replace(':id', String(id)).replace(':sku', 'TEE-M') + query,
        { 'Content-Type': 'application/json' },
        READ_BODIES[name],
      )
      expect([name, answer.status]).toEqual([name, 200])
      answers.push(await answer.text())
    }
    expect(answers.length).toBeGreaterThan(6)
    expect(answers.join('\n')).toContain('TEE-M')
    expect(answers.join('\n')).not.toMatch(/hopper|example\.com/i)
  })
})

describe('a wrong key', () => {
  /** A limit of two wrong keys in place of twenty a minute. */
  function limited(): string[] {
    const counted: string[] = []
    const limit = async ({ key }: { key: string }) => {
      counted.push(key)
      return { success: counted.filter((one) => one === key).length <= 2 }
    }
    world.env = { ...world.env, LIMIT_FAILURES: { limit } }
    return counted
  }

  it('is answered 429 when one client shows too many; right keys are never counted', async () => {
    const shop = await makeShop()
    const counted = limited()
    const show = async (key: string, ip: string) => {
      const answer = await call(key, 'GET', '/v1/shop', { 'CF-Connecting-IP': ip })
      return [answer.status, answer.headers.get('Retry-After')]
    }
    for (let n = 0; n < 5; n += 1) {
      expect(await show(shop.secretKey, '2001:db8::1')).toEqual([200, null])
    }
    expect(counted).toEqual([])
    expect(await show('sk_wrong', '2001:db8::1')).toEqual([401, null])
    expect(await show('sk_other', '2001:db8::2')).toEqual([401, null])
    expect(await show('sk_third', '2001:db8::3')).toEqual([429, '60'])
    expect(await show('sk_third', '2001:db8:0:1::3')).toEqual([401, null])
    expect(await show(shop.secretKey, '2001:db8::3')).toEqual([200, null])
  })

  it('of the owner is limited in the same way', async () => {
    limited()
    const show = async (token: string) =>
      (await call(token, 'POST', '/v1/admin/shops/x/keys')).status
    expect([await show('a'), await show('b'), await show('c')]).toEqual([401, 401, 429])
    // Not counted: the request comes as far as its body.
    expect(await show('dev')).toBe(415)
  })
})

describe('the admin token', () => {
  const { LOCAL: _, ...deployed } = world.env
  const admin = (token: string) => call(token, 'POST', '/v1/admin/shops')

  it.each([
    ['short', 'a', 'variable_guessable'],
    ['that of the demo', 'dev', 'variable_guessable'],
    ['missing', undefined, 'variable_missing'],
  ])('is refused where it is %s, and the answer says what to mend', async (_name, token, code) => {
    world.env = { ...deployed, ADMIN_TOKEN: token } as Env
    const answer = await admin(token ?? 'anything')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      code: 'not_configured',
      errors: [{ pointer: '/ADMIN_TOKEN', code, detail: expect.stringContaining('openssl rand') }],
    })
  })

  it('works if it has 32 characters, and the demo’s only in local development', async () => {
    expect((await admin('dev')).status).toBe(415)
    world.env = { ...deployed, ADMIN_TOKEN: OWNER_TOKEN }
    expect((await admin('dev')).status).toBe(401)
    expect((await admin(OWNER_TOKEN)).status).toBe(415)
  })

  it('that can be guessed is named by /health, and once in the log', async () => {
    const health = async () => {
      const answer = await ask('/health')
      return [answer.status, await answer.json()]
    }
    world.env = { ...deployed, ADMIN_TOKEN: OWNER_TOKEN }
    expect(await health()).toMatchObject([200, { ok: true }])
    world.env = { ...deployed, ADMIN_TOKEN: undefined } as unknown as Env
    expect(await health()).toMatchObject([200, { ok: true }])
    world.env = { ...deployed, ADMIN_TOKEN: 'short-and-secret' }
    expect(await health()).toMatchObject([
      503,
      {
        code: 'not_configured',
        errors: [{ pointer: '/ADMIN_TOKEN', detail: expect.stringContaining('32 characters') }],
      },
    ])
    vi.resetModules()
    const { reportConfiguration } = await import('../../worker/configuration.ts')
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    reportConfiguration(world.env)
    reportConfiguration(world.env)
    expect(error.mock.calls).toEqual([
      ['{"level":"error","event":"not_configured","ADMIN_TOKEN":"variable_guessable"}'],
    ])
  })
})
