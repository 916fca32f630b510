/** Each page of docs/dialects: its calls work as they stand, and Shelfbell answers what the page shows. */
import { globSync, readFileSync } from 'node:fs'
import { seedDemo } from '../../../scripts/seed.ts'
import { WORKER } from '../places.ts'
import { expect, test } from '../shop.ts'
import { answerIn, examplesIn, isShown, outputsOf } from '../examples.ts'

const LOCAL = 'http://localhost:8787'

/** The person of each page's examples, who gets a mail at their end. */
const PEOPLE: Record<string, string> = {
  'docs/dialects/klaviyo.md': 'ada@example.com',
  'docs/dialects/sequenzy.md': 'dan@example.com',
  'docs/dialects/voyado-centra.md': 'cleo@example.com',
  'docs/dialects/voyado.md': 'bo@example.com',
}

test('there is a page for each dialect', () => {
  expect(globSync('docs/dialects/*.md').toSorted()).toEqual(Object.keys(PEOPLE))
})

for (const [page, person] of Object.entries(PEOPLE)) {
  test(`the calls in ${page} are answered as it shows, and end with a mail`, async () => {
    await seedDemo(WORKER)
    const soldOut = await fetch(`${WORKER}/v1/stock-levels`, {
      method: 'PUT',
      headers: { Authorization: 'Bearer sk_demo', 'Content-Type': 'application/json' },
      body: JSON.stringify([{ sku: 'TEE-M', quantity: 0 }]),
    })
    expect(soldOut.status).toBe(202)

    const examples = examplesIn(page)
    expect(examples.length).toBeGreaterThan(2)
    for (const [index, printed] of outputsOf(examples, LOCAL, WORKER).entries()) {
      const { code = '', shown } = examples[index] ?? {}
      if (shown === undefined) continue
      const [expected, actual] = [answerIn(shown), answerIn(printed)]
      expect(isShown(expected, actual), `${code}\n${printed}`).toBe(true)
    }
    await expect.poll(async () => mailsTo(person)).toBeGreaterThan(0)
  })

  test(`each way in ${page} changes one line`, () => {
    const changes = [...readFileSync(page, 'utf8').matchAll(/^```diff\n(.*?)^```$/gms)]
    expect(changes.length).toBeGreaterThan(0)
    for (const [, change = ''] of changes) {
      const added = change.split('\n').filter((line) => line.startsWith('+'))
      const removed = change.split('\n').filter((line) => line.startsWith('-'))
      expect(added).toHaveLength(1)
      expect(removed.length).toBeLessThan(2)
      expect(added[0]).toContain('https://YOUR-WORKER')
    }
  })
}

async function mailsTo(address: string): Promise<number> {
  const mails = (await (await fetch(`${WORKER}/demo/inbox.json`)).json()) as { to: string }[]
  return mails.filter(({ to }) => to === address).length
}
