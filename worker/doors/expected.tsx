/** The day on which a variant is expected, on pages: small, and nothing if there is none. */
import { expectedIn } from '../../shared/expected.ts'
import { textsFor } from '../../shared/languages/texts.ts'

/** `Expected: 24 December`. `restockAt`: a date, or a date and time, as the catalogue has it. */
export function Expected(props: { locale: string; restockAt: string | undefined }) {
  const { locale, restockAt } = props
  const { language, form } = textsFor(locale)
  const words = expectedIn({ ...form, language: locale || language }, restockAt, Date.now())
  return words === undefined ? null : <small>{words}</small>
}
