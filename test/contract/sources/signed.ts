/** Signatures as vendors make them, made here by Node's own means rather than the Worker's. */
import { createHmac } from 'node:crypto'

export const hmac = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(body).digest('base64')
