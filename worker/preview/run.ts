/** Shows a message of a shop as it would be sent, and sends one to a member of the shop's team. */
import { normalizeEmail } from '../../shared/email.ts'
import type { CatalogProduct } from '../../shared/product.ts'
import { productFor } from '../catalog/lookup.ts'
import { entriesOf } from '../catalog/store.ts'
import { dayOf, nameOf } from '../ceiling/rules.ts'
import { addedIn, countStatements, readCounts } from '../ceiling/store.ts'
import type { Outcome } from '../connectors/destinations/outcome.ts'
import { openDestinations } from '../delivery/open.ts'
import { write } from '../homes/d1.ts'
import { newId } from '../ids.ts'
import { DAY_MS, MESSAGES_A_DAY } from '../limits.ts'
import { linkBase } from '../link/settings.ts'
import { lookFaults } from '../message/look.ts'
import { done, invalid, type Result } from '../result.ts'
import { confirmersOf } from '../shop/rules.ts'
import type { Shop } from '../shop/shop.ts'
import { confirmedMember } from '../team/store.ts'
import { commonIndex, type Vault } from '../vault.ts'
import {
  type MailPreview,
  mailPreview,
  type PreviewRequest,
  sampleProduct,
  type Shown,
  type SmsPreview,
  smsPreview,
  type TestRequest,
  testSubject,
} from './rules.ts'

/** The message of a request, or its faults. `now`: milliseconds since 1970. */
export async function preview(
  env: Env,
  db: D1Database,
  shop: Shop,
  request: PreviewRequest,
  now: number,
): Promise<Result<MailPreview | SmsPreview>> {
  const { kind, channel, locale = shop.settings.defaultLocale } = request
  const settings = withUnsaved(shop.settings, request)
  const faults = settings.look ? lookFaults(settings.look, settings) : []
  if (request.look && faults.length > 0) return invalid(faults)
  const shown = await shownIn(db, { ...shop, settings }, request, locale, now)
  if (!shown.ok) return shown
  const given = { settings, locale, shown: shown.value, base: linkBase(env, settings), now }
  return done(channel === 'email' ? mailPreview(kind, given) : smsPreview(kind, given))
}

/** What became of a test mail. */
export type Tested =
  | { kind: 'refused'; faults: { pointer: string; code: string }[] }
  /** The member got as many messages today as an address may. `at`: when the next may be sent. */
  | { kind: 'ceiling'; at: number }
  /** What the mail service said. */
  | { kind: 'tried'; subject: string; outcome: Outcome }

/**
 * Sends a message to a confirmed member of the team, over the destination that writes to shoppers. It is
 * counted to the member's ceiling before it is sent.
 */
export async function sendTest(
  env: Env,
  db: D1Database,
  shop: Shop,
  vault: Vault,
  { to, ...request }: TestRequest,
  now: number,
): Promise<Tested> {
  const shown = await preview(env, db, shop, { ...request, sample: false }, now)
  if (!shown.ok) return { kind: 'refused', faults: shown.error }
  const member = await confirmedMember(db, shop.id, vault, normalizeEmail(to) ?? to)
  if (!member) return { kind: 'refused', faults: [{ pointer: '/to', code: 'member_unknown' }] }
  const key = newId(now)
  if (!(await counted(env, db, member.email, key, now))) {
    return { kind: 'ceiling', at: dayOf(now) + DAY_MS }
  }
  const { html, text, subject } = shown.value as MailPreview
  const marked = testSubject(subject)
  const open = await openDestinations(env, shop, vault)
  const outcome = await open.get(confirmersOf(shop.settings).email)?.calls.sample?.({
    key,
    to: member.email,
    subject: marked,
    html,
    text,
    unsubscribe: `${linkBase(env, shop.settings)}/u/preview`,
  })
  return {
    kind: 'tried',
    subject: marked,
    outcome: outcome ?? { kind: 'refused', reason: 'nothing_to_send' },
  }
}

/** Counts a message to an address; false if it is one too many today. */
async function counted(env: Env, db: D1Database, email: string, id: string, now: number) {
  const key = { who: await commonIndex(env, email), span: dayOf(now) }
  const before = (await readCounts(db, [key.who])).get(nameOf(key))?.size
  if ((before ?? 0) >= MESSAGES_A_DAY) return false
  const addition = { ...key, ids: new Map([[id, 'test']]), before, most: MESSAGES_A_DAY - 1 }
  return addedIn(await write(db, countStatements(db, [addition]))).size > 0
}

const withUnsaved = (settings: Shop['settings'], { messages, look }: Partial<PreviewRequest>) => ({
  ...settings,
  ...(messages && { messages }),
  ...(look && { look }),
})

/** The products of a preview: from the catalogue, or made up. */
async function shownIn(
  db: D1Database,
  { id, settings }: Shop,
  { sku, alternative, sample }: PreviewRequest,
  locale: string,
  now: number,
): Promise<Result<Shown>> {
  const made = sampleProduct(settings, now)
  const asked = [sku, alternative].filter((one) => one !== undefined)
  const catalog = asked.length > 0 ? await entriesOf(db, id, asked) : new Map()
  const find = (one: string | undefined): CatalogProduct | undefined =>
    one === undefined
      ? undefined
      : (productFor(catalog, one, locale) ?? (sample ? made : undefined))
  const faults: [string, string][] = []
  if (sku !== undefined && !find(sku)) faults.push(['/sku', 'product_unknown'])
  if (alternative !== undefined && !find(alternative)) {
    faults.push(['/alternative', 'product_unknown'])
  }
  if (faults.length > 0) return invalid(faults)
  return done({ sku, product: find(sku) ?? made, alternative: find(alternative) })
}
