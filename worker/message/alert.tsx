/** The mails about one product that is in stock: the alert, and a reminder of it. */
import { textsFor } from '../../shared/languages/texts.ts'
import type { Product } from '../../shared/product.ts'
import { expectedIn } from './date.ts'
import { type NewsBase, type RenderedMail, renderNews, valuesOf } from './news.tsx'

export interface Alert extends NewsBase {
  product: Product
  /** Absolute address: the product's page, or the Worker's link that counts the click. */
  link: string
  /** Whether somebody else waited for the same. Only then the mail may say so. */
  othersWaiting?: boolean | undefined
  /** When the shop expects more, ISO 8601, in the future: for `{expected}`. */
  expected?: string | undefined
}

/** The mail for an alert. `mayFollow`: whether a reminder may follow, so that it is no one-time message. */
export function renderAlert(alert: Alert & { mayFollow?: boolean | undefined }): RenderedMail {
  const { alert: t, reminder } = textsFor(alert.locale).mail
  const why = alert.mayFollow ? reminder.mayFollow : t.why
  return renderNews({ ...alert, ...aboutOne(alert), standard: { ...t, why, note: noteOf(alert) } })
}

/** The mail for a reminder. `noLonger`: absolute address, for those who are no longer interested. */
export function renderReminder(alert: Alert & { noLonger: string }): RenderedMail {
  const { alert: t, reminder } = textsFor(alert.locale).mail
  return renderNews({
    ...alert,
    ...aboutOne(alert),
    standard: { ...reminder, button: t.button, note: noteOf(alert) },
    aside: { label: reminder.noLonger, link: alert.noLonger },
  })
}

const noteOf = ({ locale, othersWaiting }: Alert): string => {
  const { alert: t } = textsFor(locale).mail
  return othersWaiting ? t.othersWaiting : t.hurry
}

const aboutOne = (alert: Alert) => ({
  values: { ...valuesOf(alert, alert.product), expected: expectedIn(alert) },
  shown: [{ product: alert.product, link: alert.link }],
})
