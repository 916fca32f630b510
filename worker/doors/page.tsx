/**
 * The pages that people see: without a script, readable on a phone, in the language of the message and
 * the look of the shop.
 */
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { directionOf } from '../../shared/languages/look-up.ts'
import type { Look } from '../message/look.ts'
import { PLAIN } from '../message/paint.ts'
import { pageStyle } from './page-style.ts'

/**
 * A page with a heading and its content. `look`: the shop's; undefined where no shop is known. Addresses
 * with a token must not leak, so a page sends no referrer; `referrer` is for one whose address holds
 * none.
 */
export function Page(props: {
  look: Look | undefined
  language: string
  title: string
  children: Child
  referrer?: 'same-origin'
}) {
  const { look = PLAIN, language, title, children, referrer } = props
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        {/* Safari and Apple Mail turn numbers, dates and addresses into links. */}
        <meta
          name="format-detection"
          content="telephone=no, date=no, address=no, email=no, url=no"
        />
        {referrer && <meta name="referrer" content={referrer} />}
        <title>{title}</title>
        <style>{raw(pageStyle(look))}</style>
      </head>
      <body>
        <main>
          <Sender look={look} />
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  )
}

/** The shop's logo, or its name. */
function Sender({ look: { logo, name } }: { look: Look }) {
  if (!logo && name === '') return null
  return (
    <p class="sender">
      {logo ? <img src={logo.url} alt={logo.alt} width={logo.width} /> : <bdi>{name}</bdi>}
    </p>
  )
}
