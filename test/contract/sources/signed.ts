/** Signatures as vendors make them, with Node's own crypto rather than the Worker's code. */
import { createHmac } from 'node:crypto'

export const hmac = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest('base64')
