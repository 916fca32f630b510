/** The HTTP client of all connectors: how much of an answer it reads, and how it classifies it. */
import * as v from 'valibot'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isPassing, jsonOf, readJson, readText } from '../../worker/connectors/answer.ts'
import { backoffMs } from '../../worker/connectors/backoff.ts'
import { bounded } from '../../worker/connectors/bounded.ts'
import { callUpstream } from '../../worker/connectors/client.ts'
import { CALL_ANSWER_BYTES, STATUS_ANSWER_BYTES } from '../../worker/limits.ts'

afterEach(() => vi.restoreAllMocks())

/** A body that arrives in parts. `cancelled` says whether the reader stopped before the end. */
function bodyOf(parts: Uint8Array[]) {
  const state = { cancelled: false }
  const left = [...parts]
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift()
      if (next) controller.enqueue(next)
      else controller.close()
    },
    cancel() {
      state.cancelled = true
    },
  })
  return { stream, state }
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a body', () => {
  it('is read up to its limit, counted in bytes', async () => {
    const umlauts = [bytes('ä'.repeat(5)), bytes('ä'.repeat(5))]
    const whole = new Response(bodyOf(umlauts).stream)
    expect(await readText(whole, 20)).toEqual({ kind: 'read', text: 'ä'.repeat(10) })
    const long = new Response(bodyOf(umlauts).stream)
    expect(await readText(long, 19)).toEqual({ kind: 'failed', reason: 'answer_too_long' })
  })

  it('is cancelled, not read to its end, if it is longer than its limit', async () => {
    const { stream, state } = bodyOf(Array.from({ length: 100 }, () => bytes('0123456789')))
    await readText(new Response(stream), 15)
    expect(state.cancelled).toBe(true)
  })

  it('is a failure if it breaks off', async () => {
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error('connection lost')),
    })
    expect(await readText(new Response(broken))).toEqual({ kind: 'failed', reason: 'cut_off' })
  })

  it.each(['{"id":1}', '<html>', '', 'null'])('of %j is no JSON with a text id', async (text) => {
    const schema = v.object({ id: v.string() })
    expect(jsonOf(schema, text)).toBeUndefined()
    const read = await readJson(new Response(text), schema)
    expect(read).toEqual({ kind: 'failed', reason: 'answer_unreadable' })
  })
})

describe('a bounded body', () => {
  const bounds = { bytes: 20, bytesPerSecond: 1000, graceMs: 50 }
  const readBounded = (stream: ReadableStream<Uint8Array>, changes = {}) =>
    readText(new Response(bounded(stream, { ...bounds, ...changes })))

  it('is read as long as it stays within its bounds', async () => {
    const { stream } = bodyOf([bytes('0123456789'), bytes('0123456789')])
    expect(await readBounded(stream)).toEqual({ kind: 'read', text: '01234567890123456789' })
  })

  it('is cancelled if it is longer', async () => {
    const { stream, state } = bodyOf(Array.from({ length: 100 }, () => bytes('0123456789')))
    expect(await readBounded(stream)).toEqual({ kind: 'failed', reason: 'answer_too_long' })
    expect(state.cancelled).toBe(true)
  })

  it.each([
    ['stops', 1],
    ['comes byte by byte', 1_000],
  ])('is cancelled if it %s', async (_how, parts) => {
    let left = parts
    let cancelled = false
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await scheduler.wait(left > 0 ? 10 : 60_000)
        left -= 1
        controller.enqueue(bytes('a'))
      },
      cancel() {
        cancelled = true
      },
    })
    const read = await readBounded(stream, { bytes: 10_000 })
    expect(read).toEqual({ kind: 'failed', reason: 'answer_too_slow' })
    expect(cancelled).toBe(true)
    expect(parts - left).toBeLessThan(parts === 1 ? 2 : 100)
  })

  it('may pause if it came fast before', async () => {
    let pulls = 0
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        pulls += 1
        if (pulls === 2) await scheduler.wait(150)
        if (pulls > 2) controller.close()
        else controller.enqueue(new Uint8Array(1_000))
      },
    })
    const read = await readBounded(stream, { bytes: 10_000 })
    expect(read).toMatchObject({ kind: 'read' })
  })
})

describe('a call', () => {
  it.each([
    ['GET', CALL_ANSWER_BYTES],
    ['POST', STATUS_ANSWER_BYTES],
  ])('(%s) is accepted even if its answer is too long to read', async (method, limit) => {
    const half = new Uint8Array(limit / 2).fill(32)
    const { stream, state } = bodyOf([half, half, half, half])
    vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(stream, { status: 202 }))
    const answer = await callUpstream('https://api.example/', { method })
    expect(answer).toMatchObject({ answered: true, status: 202 })
    expect(answer.answered && answer.body.length).toBe(limit)
    expect(state.cancelled).toBe(true)
  })

  it('follows no redirect, and sends a User-Agent', async () => {
    const moved = new Response(null, { status: 302, headers: { Location: 'https://b.example/' } })
    const fetched = vi.spyOn(globalThis, 'fetch').mockResolvedValue(moved)
    const answer = await callUpstream('https://a.example/', { headers: { 'X-Key': 'k' } })
    expect(answer).toMatchObject({ answered: true, status: 302 })
    expect(fetched).toHaveBeenCalledExactlyOnceWith(
      'https://a.example/',
      expect.objectContaining({
        redirect: 'manual',
        headers: { 'X-Key': 'k', 'User-Agent': expect.stringMatching(/^Shelfbell\//) },
      }),
    )
  })

  it.each([
    [200, false],
    [404, false],
    [408, true],
    [425, true],
    [429, true],
    [500, true],
    [503, true],
  ])('that is answered %d fails only for now: %s', (status, passes) => {
    expect(isPassing(status)).toBe(passes)
  })
})

describe('the delay before another attempt', () => {
  const after = (failures: number, random = 1, askedSeconds?: number) =>
    backoffMs({ failures, firstMs: 30_000, longestMs: 900_000, askedSeconds, random })

  it.each([
    [1, 30_000],
    [2, 60_000],
    [5, 480_000],
    [6, 900_000],
    [60, 900_000],
  ])('after %d failures is at most %d ms, and at least half of that', (failures, most) => {
    expect(after(failures, 1)).toBe(most)
    expect(after(failures, 0)).toBe(most / 2)
  })

  it('is never shorter than the other side asks, even beyond the longest delay', () => {
    expect(after(1, 0, 3600)).toBe(3_600_000)
    expect(after(6, 1, 7)).toBe(900_000)
  })
})
