/**
 * Asks Turnstile whether a person sent a request. If not, the request is refused. When the check
 * cannot be made (Turnstile is down, or the shop's secret is wrong), the request passes unchecked
 * and an error is logged: the shopper is not at fault, and a shopper who is turned away is lost to
 * the shop. A bot gains little by that: the limits for each address, the hidden field and double
 * opt-in still apply, and a shop may ask for a confirmation of each such request.
 */
import type { Turnstile } from '../connectors/turnstile/options.ts'
import { isLocal } from '../env.ts'
import { BOT_CHECK_REPORT_MS } from '../limits.ts'
import { errorName, logLine } from '../log-line.ts'
import { reportShop } from '../log/report.ts'
import { openSecrets } from '../shop/secrets.ts'
import type { ClientShop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import { type BotCheck, isTestKey } from '../connectors/turnstile/rules.ts'
import { siteverify } from '../connectors/turnstile/siteverify.ts'

/**
 * Checks the token of a request, which came from `ip`. `failed`: Turnstile does not vouch for it.
 */
export async function checkBot(
  env: Env,
  vault: Vault,
  shop: ClientShop,
  settings: Turnstile,
  token: string | undefined,
  ip: string | undefined,
): Promise<BotCheck | 'failed'> {
  if (!token) return 'failed'
  const open = await openSecrets(settings, vault)
  // Turnstile answers to a test secret with a page and an action of its own.
  const test = isLocal(env) && isTestKey(open.secret ?? '')
  const hosts = test ? undefined : shop.origins.map((origin) => new URL(origin).hostname)
  const judgement = await siteverify(env, open, { token, ip, hosts })
  switch (judgement.kind) {
    case 'passed':
      return 'passed'
    case 'refused':
      return 'failed'
    case 'unknown':
      await reportSkipped(env, shop, judgement.reason)
      return 'skipped'
  }
}

async function reportSkipped(env: Env, shop: ClientShop, reason: string): Promise<void> {
  const event = 'bot_check_skipped'
  logLine('error', event, { shop: shop.id, reason })
  try {
    await reportShop(env, shop, { kind: event, reason }, BOT_CHECK_REPORT_MS)
  } catch (error) {
    logLine('error', 'report_failed', { error: errorName(error) })
  }
}
