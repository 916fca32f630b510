/** All destinations: one line each. */
export { email } from './email/email.ts'
export { klaviyo } from './klaviyo/klaviyo.ts'
export { sequenzy } from './sequenzy/sequenzy.ts'
export { sms } from './sms/sms.ts'
export { voyado } from './voyado/voyado.ts'
export { voyadoCentra } from './voyado-centra/voyado-centra.ts'
export { webhook } from './webhook/webhook.ts'
