/**
 * Starts the servers that stand in for outside systems, for one run of the tests. A new fake is a
 * line in `FAKES`; tests find its address with `fakeUrl` (test/worker/harness.ts).
 */
import type { TestProject } from 'vitest/node'
import { startBigcommerce } from './bigcommerce.ts'
import { startCentra } from './centra.ts'
import { startDns } from './dns.ts'
import { startFeed } from './feed.ts'
import { startKlaviyo } from './klaviyo.ts'
import { startPostmark } from './postmark.ts'
import { startResend } from './resend.ts'
import { startSendGrid } from './sendgrid.ts'
import { startSes } from './ses.ts'
import { startTurnstile } from './turnstile.ts'
import { startTwilio } from './twilio.ts'
import { startMagento } from './magento.ts'
import { startReceiver } from './webhook.ts'
import { startSequenzy } from './sequenzy.ts'
import { startShopify } from './shopify.ts'
import { startVoyado } from './voyado.ts'
import { startVoyadoCentra } from './voyado-centra.ts'
import { startWooCommerce } from './woocommerce.ts'

declare module 'vitest' {
  interface ProvidedContext {
    fakeUrls: Record<string, string>
  }
}

/** A server on loopback. */
export interface Fake {
  url: string
  close: () => void
}

const FAKES: Record<string, () => Promise<Fake>> = {
  resend: startResend,
  postmark: startPostmark,
  sendgrid: startSendGrid,
  ses: startSes,
  turnstile: async () => {
    const { url, stop } = await startTurnstile()
    return { url, close: stop }
  },
  twilio: startTwilio,
  bigcommerce: startBigcommerce,
  centra: startCentra,
  feed: startFeed,
  klaviyo: startKlaviyo,
  magento: startMagento,
  // A shop's pages are files as well; robots.txt is one to all scenes.
  page: startFeed,
  sequenzy: startSequenzy,
  dns: startDns,
  webhook: startReceiver,
  voyado: startVoyado,
  'voyado-centra': startVoyadoCentra,
  shopify: startShopify,
  woocommerce: startWooCommerce,
}

export async function setup(project: TestProject): Promise<() => void> {
  const started = await Promise.all(
    Object.entries(FAKES).map(async ([name, start]) => [name, await start()] as const),
  )
  project.provide('fakeUrls', Object.fromEntries(started.map(([name, { url }]) => [name, url])))
  return () => {
    for (const [, { close }] of started) close()
  }
}
