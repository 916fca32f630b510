/** The pages that people see: without a script, readable on a phone, in the language of the message. */
import type { Child } from 'hono/jsx'
import { directionOf } from '../../shared/languages/look-up.ts'

// Without quotes: JSX would escape them like text.
const STYLE = `
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center;
    font: 17px/1.5 system-ui, sans-serif; }
  main { max-width: 26rem; padding: 2rem; }
  h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; }
  button { font: inherit; font-weight: 600; padding: .75rem 1.5rem; border: 0; border-radius: .5rem;
    background: CanvasText; color: Canvas; cursor: pointer; }
  form button { display: block; margin: .75rem 0 0; }
  button.quiet { background: none; color: inherit; padding: .5rem 0; font-weight: 400;
    text-decoration: underline; }
  label, select, input:not([type=checkbox], [hidden]) { display: block; }
  select, input:not([type=checkbox]) { font: inherit; width: 100%; box-sizing: border-box;
    padding: .625rem .75rem; border: 1px solid GrayText; border-radius: .5rem;
    background: none; color: inherit; }
  [aria-invalid] { outline: 2px solid currentColor; }
  label { margin-top: 1.25rem; font-weight: 600; }
  label:has([type=checkbox]) { font-weight: 400; }
  .fault { margin: .25rem 0; color: light-dark(#b3261e, #ff9d92); }
  ul { list-style: none; margin: 0; padding: 0; }
  li { display: flex; gap: 1rem; justify-content: space-between; align-items: center;
    padding: .75rem 0; border-top: 1px solid GrayText; }
  li button { margin: 0; }
  small { display: block; }
  details { margin-top: 2rem; }
  summary { cursor: pointer; }
  a { color: inherit; }
  :is(a, button, input, select, summary):focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }`

/**
 * A page with a heading and its content. Addresses with a token must reach nobody, so a page sends no
 * referrer; `referrer` is for one whose address holds none.
 */
export function Page(props: {
  language: string
  title: string
  children: Child
  referrer?: 'same-origin'
}) {
  return (
    <html lang={props.language} dir={directionOf(props.language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        {/* Safari and Apple Mail turn numbers, dates and addresses into links. */}
        <meta
          name="format-detection"
          content="telephone=no, date=no, address=no, email=no, url=no"
        />
        {props.referrer && <meta name="referrer" content={props.referrer} />}
        <title>{props.title}</title>
        <style>{STYLE}</style>
      </head>
      <body>
        <main>
          <h1>{props.title}</h1>
          {props.children}
        </main>
      </body>
    </html>
  )
}
