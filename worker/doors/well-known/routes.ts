/** `GET /.well-known/security.txt`: the contact for reports of vulnerabilities (RFC 9116). */
import { Hono } from 'hono'
import { DAY_MS, SECURITY_TEXT_DAYS } from '../../limits.ts'
import type { App } from '../context.ts'
import { problem } from '../problem.ts'

// RFC 9116, 2.5.3: a URI. A line break in it would begin another field.
const isContact = (text: string) => /^(https:|mailto:|tel:)\S+$/.test(text) && URL.canParse(text)

export const wellKnownRoutes = new Hono<App>().get('/security.txt', (c) => {
  const { SECURITY_CONTACT: contact = '', PUBLIC_URL } = c.env
  if (!isContact(contact)) return problem(c, 'not_found')
  // The expiry counts from the start of today, so that answers of one day are equal.
  const today = Date.now() - (Date.now() % DAY_MS)
  const lines = [
    `Contact: ${contact}`,
    `Expires: ${new Date(today + SECURITY_TEXT_DAYS * DAY_MS).toISOString()}`,
    'Preferred-Languages: en',
    `Canonical: ${PUBLIC_URL}/.well-known/security.txt`,
  ]
  return c.text(`${lines.join('\n')}\n`, 200)
})
