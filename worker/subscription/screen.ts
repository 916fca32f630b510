/** What a request from a page is held to before it is looked at: rate limits, and the bot check. */
import { checkBot } from '../bot-check/run.ts'
import type { BotCheck } from '../connectors/turnstile/rules.ts'
import { clientOf, truncateIp } from '../ip.ts'
import { USER_AGENT_CHARACTERS } from '../limits.ts'
import { withinLimit } from '../rate-limit.ts'
import type { ClientShop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'
import type { RequestEvidence } from './request.ts'
import type { Evidence } from './rules.ts'

/**
 * Counts a request by its client, and by its contact unless an equal one came within the minute: a
 * second click must not use up what the person may ask for. Nothing that is stored decides, or else
 * whoever has used up the limit of an address could learn from the answers what it waits for.
 * `request`: a digest of what is asked for.
 */
export async function withinLimits(
  env: Env,
  { id }: Pick<ClientShop, 'id'>,
  contactId: string,
  request: string,
  ip: string | undefined,
): Promise<boolean> {
  const contact = `${id}:${contactId}`
  const [within, isFirst] = await Promise.all([
    withinLimit(env, 'LIMIT_IP', `${id}:${clientOf(ip)}`),
    withinLimit(env, 'LIMIT_REPEAT', `${contact}:${request}`),
  ])
  if (!within) return false
  return !isFirst || withinLimit(env, 'LIMIT_ADDRESS', contact)
}

/** Turnstile's answer about a shopper; undefined if the shop does not use it. */
export async function botCheckOf(
  env: Env,
  vault: Vault,
  shop: ClientShop,
  evidence: RequestEvidence,
): Promise<BotCheck | 'failed' | undefined> {
  if (evidence.asker === 'backend' || evidence.proof.by !== 'token' || !shop.turnstile) return
  const { proof, visitor } = evidence
  return checkBot(env, vault, shop, shop.turnstile, proof.token, visitor.ip)
}

/** The evidence that is stored with the consents, to show later where they came from. */
export function proofOf(evidence: RequestEvidence, botCheck: BotCheck | undefined): Evidence {
  if (evidence.asker === 'backend') return { method: 'api' }
  const { ip, userAgent } = evidence.visitor
  return {
    method: 'form',
    ip: truncateIp(ip),
    userAgent: userAgent?.slice(0, USER_AGENT_CHARACTERS),
    botCheck,
  }
}
