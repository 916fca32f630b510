/**
 * Handles the requests about personal data that platforms must pass on by law: export of a person,
 * erasure of a person, erasure of a shop's data. Repeating one does no harm.
 */
import * as v from 'valibot'
import { Email } from '../../shared/email.ts'
import type { NamedPerson, PrivacyCall } from '../connectors/hook.ts'
import { e164 } from '../address/phone.ts'
import { eraseContact, findContacts } from '../contact/store.ts'
import { homeOf } from '../homes/home.ts'
import { writeLog } from '../log/store.ts'
import { enqueueOutbox, enqueueSources } from '../queue.ts'
import type { Shop } from '../shop/shop.ts'
import { startErasing } from '../source/erase.ts'
import { openVault } from '../vault.ts'

/** `source`: the name of the source that received the call; `now`: milliseconds since 1970. */
export async function obeyPrivacyCall(
  env: Env,
  shop: Shop,
  source: string,
  call: PrivacyCall,
  now: number,
): Promise<void> {
  const db = homeOf(env, shop)
  const log = (detail: Record<string, unknown>) =>
    writeLog(db, shop.id, 'privacy_call', { source, call: call.kind, ...detail })
  switch (call.kind) {
    case 'export': {
      const { ids } = await contactsOf(env, shop, call.person)
      // The ids are blind indexes, so they contain no address. The paths need a secret key.
      return log({ contacts: ids.length, paths: ids.map((id) => `/v1/contacts/${id}`) })
    }
    case 'erase': {
      const { ids, indexes } = await contactsOf(env, shop, call.person)
      // Also indexes that no row has yet: their request may wait in the intake queue.
      for (const id of new Set([...ids, ...indexes])) {
        const { outbox } = await eraseContact(db, shop, id, now)
        await enqueueOutbox(env, shop.id, outbox)
      }
      return log({ contacts: ids.length })
    }
    case 'erase_shop':
      await startErasing(db, shop.id, source, now)
      await log({})
      return enqueueSources(env, [{ shop: shop.id, source }])
    default:
      return call satisfies never
  }
}

/**
 * The contacts of a person and those that gave the person's address; and the indexes of the
 * person's addresses and ids. Invalid addresses are skipped, because nobody can have subscribed
 * with them.
 */
async function contactsOf(
  env: Env,
  shop: Shop,
  { email, phone, customerIds = [] }: NamedPerson,
): Promise<{ ids: string[]; indexes: string[] }> {
  const vault = await openVault(env, shop)
  const mail = v.safeParse(Email, email)
  const number = phone === undefined ? undefined : e164(phone, shop.settings.country)
  const indexes = await Promise.all([
    ...(mail.success ? [vault.index('email', mail.output)] : []),
    ...(number ? [vault.index('phone', number)] : []),
    ...customerIds.map((id) => vault.index('customer', id)),
  ])
  const ids = await findContacts(homeOf(env, shop), shop.id, indexes)
  return { ids, indexes }
}
