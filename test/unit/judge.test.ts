/** Whether a failure is the fault of one item or of the host. */
import { describe, expect, it } from 'vitest'
import { openFaults } from '../../worker/connectors/sources/item-faults.ts'
import { type IsUp, judgeOf } from '../../worker/connectors/sources/judge.ts'

const failure = (reason: string) => ({ kind: 'failed' as const, reason })
const down = async () => failure('unreachable')

/** Three items that all fail for one reason, at a host that answers nothing else either. */
async function judged(reason: string, isUp: IsUp = down) {
  const faults = openFaults(null, 0)
  const judge = judgeOf(faults, isUp)
  for (const key of ['A', 'B', 'C']) {
    const ended = await judge.failed({ key }, failure(reason))
    if (ended) return { ended, items: faults.list().length }
  }
  return { ended: await judge.finish(), items: faults.list().length }
}

describe('a failure', () => {
  it.each([400, 404, 409, 410, 413, 414, 422, 431])(
    'with status %i is the item’s, whatever the host answers to others',
    async (status) => {
      expect(await judged(`http_${status}`)).toEqual({ ended: undefined, items: 3 })
    },
  )

  it.each([401, 402, 403, 429, 500, 502, 503])(
    'with status %i is the host’s if the host answers nothing else',
    async (status) => {
      expect(await judged(`http_${status}`)).toMatchObject({ ended: { kind: 'failed' }, items: 0 })
    },
  )

  it.each(['http_401', 'http_403', 'http_500', 'timeout', 'answer_unreadable'])(
    '%s is the item’s if the host answers something else',
    async (reason) => {
      expect(await judged(reason, async () => undefined)).toEqual({ ended: undefined, items: 3 })
    },
  )
})
