/** Shops that speak every dialect, and the headers with which their callers come. */
import { ORIGIN } from '../harness.ts'

const consent = {
  version: 'form-1',
  texts: {
    en: {
      email: 'Mail me when it is back.',
      sms: 'Text me when it is back.',
      push: 'Tell my app when it is back.',
      whatsapp: 'Write to me when it is back.',
      marketing: 'Send me news.',
    },
  },
}

/** Settings with every dialect on. */
export const SPOKEN = {
  dialects: {
    klaviyo: { consent },
    voyado: { consent },
    voyadoCentra: { consent, stores: ['tenant-1'] },
    sequenzy: { consent },
  },
}

export type Speech = 'klaviyo' | 'voyado' | 'voyadoCentra' | 'sequenzy'

/** The dialect of a path; undefined for our own API. */
export function speechOf(path: string): Speech | undefined {
  if (path.startsWith('/voyado-centra')) return 'voyadoCentra'
  if (path.startsWith('/api/v1/')) return 'sequenzy'
  if (/^\/api\/v[23]\//.test(path)) return 'voyado'
  return /^\/(api|client)\//.test(path) ? 'klaviyo' : undefined
}

/** Whether pages call the path, without a key. */
export const isPublic = (path: string): boolean => /^\/(client|voyado-centra)\//.test(path)

/** The headers of a right call of a path, as the original's callers send them. */
export function callerHeaders(path: string, key: string): Record<string, string> {
  const type = 'application/json'
  if (isPublic(path)) return { 'Content-Type': type, Origin: ORIGIN }
  switch (speechOf(path)) {
    case 'klaviyo':
      return {
        'Content-Type': 'application/vnd.api+json',
        Authorization: `Klaviyo-API-Key ${key}`,
        revision: '2026-07-15',
      }
    case 'voyado':
      return { 'Content-Type': type, apikey: key }
    default:
      return { 'Content-Type': type, Authorization: `Bearer ${key}` }
  }
}
