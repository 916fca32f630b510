/**
 * Asks Turnstile whether a request comes from a person. Whom it does not vouch for is refused. Where
 * the question itself cannot be put (Turnstile is silent or broken, or the shop's secret is wrong),
 * the request passes unchecked, and the log says so loudly: that is not the shopper's doing, and
 * whoever is turned away while it lasts is lost to the shop for good. A machine gains little by
 * it: the limits for each address, the hidden field and double opt-in stand as before.
 */
import type { Turnstile } from '../connectors/turnstile/options.ts'
import { callUpstream } from '../connectors/client.ts'
import { outcomeOf } from '../connectors/destinations/outcome.ts'
import { isLocal } from '../env.ts'
import { BOT_CHECK_REPORT_MS, TURNSTILE_TIMEOUT_MS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { reportShop } from '../log/report.ts'
import { done, failed, type Result } from '../result.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { ClientShop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import { type BotCheck, isTestKey, verdict } from '../connectors/turnstile/rules.ts'

/** Checks the token of a request, which came from `ip`. Fails with `bot_check_failed`. */
export async function checkBot(
  env: Env,
  vault: Vault,
  shop: ClientShop,
  settings: Turnstile,
  token: string | undefined,
  ip: string | undefined,
): Promise<Result<BotCheck>> {
  if (!token) return failed('bot_check_failed')
  const { secret, baseUrl } = await openSecrets(settings, vault)
  // An answer to a test secret names a page and an action of its own.
  const test = isLocal(env) && isTestKey(secret ?? '')
  const hosts = test ? undefined : shop.origins.map((origin) => new URL(origin).hostname)
  // A token is good for once: with the same key, a second try at the same check is not a second use.
  const question = { secret, response: token, remoteip: ip, idempotency_key: crypto.randomUUID() }
  const ask = async () => {
    const answer = await callUpstream(`${baseUrl}/turnstile/v0/siteverify`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(question),
      timeoutMs: TURNSTILE_TIMEOUT_MS,
    })
    return outcomeOf(answer, (status, body) => verdict(status, body, hosts))
  }
  let outcome = await ask()
  if (outcome.kind === 'retry') outcome = await ask()
  if (outcome.kind === 'accepted') return done('passed')
  if (outcome.kind === 'refused') return failed('bot_check_failed')
  await tell(env, shop, outcome.reason)
  return done('skipped')
}

async function tell(env: Env, shop: ClientShop, reason: string): Promise<void> {
  const event = 'bot_check_skipped'
  logLine('error', event, { shop: shop.id, reason })
  try {
    await reportShop(env, shop, { kind: event, reason }, BOT_CHECK_REPORT_MS)
  } catch (error) {
    logLine('error', 'report_failed', { error: errorName(error) })
  }
}
