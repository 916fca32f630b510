/** What mails are laid out with: tables and inline styles, because mail clients know little else. */
import type { Child } from 'hono/jsx'

export const FONT = "font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif;"
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
