/**
 * What mails are laid out with: tables and inline styles, because mail clients know little else. One
 * column of at most 560 px, which is as readable on a phone.
 */
import type { Child } from 'hono/jsx'
import { directionOf } from '../../shared/languages/look-up.ts'

const FONT = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;"
export const INK = 'color: #1d1d1f;'
export const QUIET = 'color: #5f6368;'

export function Table({ style, children }: { style: string; children: Child }) {
  return (
    <table
      role="presentation"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      style={`border-collapse: separate; ${style}`}
    >
      {children}
    </table>
  )
}

export function Row({ style, children }: { style: string; children: Child }) {
  return (
    <tr>
      <td style={style}>{children}</td>
    </tr>
  )
}

/** A whole mail: its language, its heading as the title, and what belongs into its body. */
export function Mail(props: {
  language: string
  title: string
  background: string
  children: Child
}) {
  return (
    <html lang={props.language} dir={directionOf(props.language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        {/* Safari and Apple Mail make links of what looks like a number, a date or an address. */}
        <meta
          name="format-detection"
          content="telephone=no, date=no, address=no, email=no, url=no"
        />
        <title>{props.title}</title>
      </head>
      <body style={`margin: 0; padding: 0; background: ${props.background}; ${FONT}`}>
        {props.children}
      </body>
    </html>
  )
}

/**
 * The one link that a mail is for. Outlook for Windows gives an inline link no padding, so the cell
 * has it there (`mso-padding-alt`, as MJML does it); elsewhere the link has it, so that a press
 * beside the words counts.
 */
export function Button(props: { href: string; title?: string; children: Child }) {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0">
      <tr>
        <td
          align="center"
          bgcolor="#1d1d1f"
          style="border-radius: 8px; background: #1d1d1f; mso-padding-alt: 14px 28px;"
        >
          <a
            href={props.href}
            title={props.title}
            style="display: inline-block; padding: 14px 28px; color: #ffffff; font-size: 16px; font-weight: 600; text-decoration: none; border-radius: 8px; mso-padding-alt: 0;"
          >
            {props.children}
          </a>
        </td>
      </tr>
    </table>
  )
}

/** The HTML of a mail, as it is sent. */
export const documentOf = (mail: { toString(): string }): string => `<!DOCTYPE html>${mail}`
