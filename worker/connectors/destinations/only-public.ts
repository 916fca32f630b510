/**
 * Lets a destination call an address that a shop has set only while it leads to the public
 * internet. All destinations use this. The address is looked up before each call; the result is
 * cached, so a run makes one lookup.
 */
import { STANDARD_ADDRESSES } from '../options.ts'
import { whereIs } from '../whereabouts.ts'
import type { Calls, Finding } from './contract.ts'
import type { Outcome } from './outcome.ts'

/** The calls of a destination whose options have these `addresses`. */
export function onlyPublic(env: Env, addresses: readonly string[], calls: Calls): Calls {
  // The shop did not set a vendor's standard address.
  const set = addresses.filter((address) => !STANDARD_ADDRESSES.has(address))
  if (set.length === 0) return calls

  const objection = async (): Promise<Outcome | undefined> => {
    const all = await Promise.all(set.map((address) => whereIs(env, address)))
    if (all.includes('private')) return { kind: 'parked', reason: 'host_not_public' }
    if (all.includes('unknown')) return { kind: 'retry', reason: 'host_unknown', answered: true }
    return undefined
  }
  const guarded =
    <T>(call: (given: T) => Promise<Outcome>) =>
    async (given: T): Promise<Outcome> =>
      (await objection()) ?? call(given)

  const { subscribe, cancel, notify, confirm, close, report, updateStock, announce, probe } = calls
  return {
    ...calls,
    ...(subscribe && { subscribe: guarded(subscribe) }),
    ...(cancel && { cancel: guarded(cancel) }),
    ...(notify && { notify: guarded(notify) }),
    ...(confirm && { confirm: guarded(confirm) }),
    ...(close && { close: guarded(close) }),
    ...(report && { report: guarded(report) }),
    ...(updateStock && { updateStock: guarded(updateStock) }),
    ...(announce && { announce: guarded(announce) }),
    ...(probe && {
      async probe() {
        const outcome = await objection()
        return outcome && outcome.kind !== 'accepted' ? [finding(outcome.reason)] : probe()
      },
    }),
  }
}

const finding = (reason: string): Finding => ({
  what: 'host',
  ok: false,
  detail:
    reason === 'host_not_public'
      ? 'Its host has an address that is not public. Use a public host.'
      : 'Its host has no address. Check the name and its DNS records.',
})
