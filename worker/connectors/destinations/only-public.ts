/**
 * Lets a destination call its addresses only while they lead to the public internet. One place for
 * all destinations: an address that a shop has set is looked up before each call of a run, which is
 * one lookup, because what was learnt is kept.
 */
import { STANDARD_ADDRESSES } from '../options.ts'
import { whereIs } from '../whereabouts.ts'
import type { Calls, Finding } from './contract.ts'
import type { Outcome } from './outcome.ts'

/** The calls of a destination whose options have these `addresses`. */
export function onlyPublic(env: Env, addresses: readonly string[], calls: Calls): Calls {
  // A vendor's own address was not set by the shop.
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

  const { subscribe, cancel, notify, confirm, report, updateStock, announce, probe } = calls
  return {
    ...calls,
    ...(subscribe && { subscribe: guarded(subscribe) }),
    ...(cancel && { cancel: guarded(cancel) }),
    ...(notify && { notify: guarded(notify) }),
    ...(confirm && { confirm: guarded(confirm) }),
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
