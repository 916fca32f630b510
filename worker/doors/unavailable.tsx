/** The response while D1 gives no answer: a page for browsers, else a problem. */
import type { Context } from 'hono'
import { textsFor } from '../../shared/languages/texts.ts'
import { UNAVAILABLE_SECONDS } from '../limits.ts'
import { acceptedLanguage } from './language.ts'
import { Page } from './page.tsx'
import { problem } from './problem.ts'
import { lookIn } from './shop-look.ts'

/** 503, with the wait in seconds as Retry-After. */
export function unavailable(c: Context): Response | Promise<Response> {
  c.header('Retry-After', String(UNAVAILABLE_SECONDS))
  if (!c.req.header('Accept')?.includes('text/html')) return problem(c, 'unavailable')
  const { language, form, pages } = textsFor(acceptedLanguage(c))
  return c.html(
    <Page look={lookIn(c)} language={language} title={pages.plain.refusedTitle}>
      <p role="alert">{form.errors.failed}</p>
    </Page>,
    503,
  )
}
