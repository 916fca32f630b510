/**
 * What mails are laid out with: tables and inline styles, because mail clients know little else. One
 * column of at most 560 px, which is as readable on a phone. The light look is inline; each element
 * with a colour has a class for it, too, by which `paint.ts` changes it in dark mode. What stands in the
 * rows is in `parts.tsx`.
 *
 * A `Card` is drawn in the shop's look. A `Letter` is for mails to an address that is not proved to
 * be the reader's own: it is the same for every shop, without logo, colours and pictures.
 */
import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'
import { directionOf } from '../../shared/languages/look-up.ts'
import type { Look } from './look.ts'
import {
  type Colours,
  COLUMN,
  darkSheet,
  INSET,
  outlookSheet,
  painted,
  PLAIN,
  windowsFont,
} from './paint.ts'

interface DocumentProps {
  /** BCP 47, of the texts. */
  language: string
  /** The mail's name, as browsers and screen readers say it. */
  title: string
  children: Child
}

function Document(props: DocumentProps & { look: Look; ground: 'ground' | 'card' }) {
  const { look, language, title, ground, children } = props
  const direction = directionOf(language)
  const font = `font-family: ${look.font.stack};`
  return (
    <html lang={language} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* Safari and Apple Mail make links of what looks like a number, a date or an address. */}
        <meta
          name="format-detection"
          content="telephone=no, date=no, address=no, email=no, url=no"
        />
        <title>{title}</title>
        <style>{raw(darkSheet(look))}</style>
        <style>{raw(outlookSheet(look))}</style>
        {raw(windowsFont(look))}
      </head>
      <body {...painted(look, ground, `margin: 0; padding: 0; ${font}`)}>
        {/* Gmail keeps nothing of the elements above, so the language is here again. */}
        <div lang={language} dir={direction} {...painted(look, ground, font)}>
          {children}
        </div>
      </body>
    </html>
  )
}

interface TableProps {
  children: Child
  class?: Colours
  style?: string
}

/** A table that only lays out. */
export function Table({ style = '', children, ...rest }: TableProps) {
  return (
    <table
      role="presentation"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border={0}
      style={`border-collapse: separate; ${style}`}
      {...rest}
    >
      {children}
    </table>
  )
}

/** The column. Outlook for Windows ignores `max-width`, so a table around it limits the width there. */
function Column({ children }: { children: Child }) {
  return (
    <>
      {raw(
        `<!--[if mso]><table role="presentation" align="center" width="${COLUMN}" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`,
      )}
      {children}
      {raw('<!--[if mso]></td></tr></table><![endif]-->')}
    </>
  )
}

/** A row of a card or a letter. `above` and `below`: the room there, CSS pixels. */
export function Row(props: {
  above?: number | undefined
  below?: number | undefined
  children: Child
}) {
  const { above = 0, below = 0, children } = props
  return (
    <tr>
      <td style={`padding: ${above}px ${INSET}px ${below}px;`}>{children}</td>
    </tr>
  )
}

/**
 * Text that lists of mails show beside the subject, and that is invisible in the mail. Clients drop some of
 * these ways to hide it, never all. The characters after it have no width and keep the mail's own
 * beginning out of the list.
 */
function Preheader({ look, children }: { look: Look; children: Child }) {
  return (
    <div
      {...painted(
        look,
        'unseen',
        'display: none; max-height: 0; max-width: 0; overflow: hidden; opacity: 0; font-size: 1px; line-height: 1px; mso-hide: all;',
      )}
    >
      {children}
      {raw('&#847;&zwnj;&nbsp;'.repeat(90))}
    </div>
  )
}

interface CardProps extends DocumentProps {
  look: Look
  /** The shop's name: stands where there is no logo. */
  shop: string
  /** What lists of mails show beside the subject. Without it they show how the mail begins. */
  preheader?: Child
  /** The rows below the card: why the mail came, and how to stop it. */
  footer: Child
}

/** A whole mail in the shop's look. Its children are rows. */
export function Card({ look, shop, preheader, footer, children, ...rest }: CardProps) {
  const { corner } = look
  return (
    <Document look={look} ground="ground" {...rest}>
      {preheader && <Preheader look={look}>{preheader}</Preheader>}
      <Table {...painted(look, 'ground', '')}>
        <tr>
          <td align="center" style="padding: 24px 12px;">
            <Column>
              <Table
                {...painted(
                  look,
                  'card',
                  `max-width: ${COLUMN}px; border-width: 1px; border-style: solid; border-radius: ${corner}px;`,
                )}
              >
                <Row above={28} below={8}>
                  <Sender look={look} shop={shop} />
                </Row>
                {children}
                <tr>
                  <td style="font-size: 1px; line-height: 32px;">{raw('&nbsp;')}</td>
                </tr>
              </Table>
              <Table style={`max-width: ${COLUMN}px;`}>{footer}</Table>
            </Column>
          </td>
        </tr>
      </Table>
    </Document>
  )
}

/** The shop's logo, or its name. A client without pictures writes the name in the logo's place. */
function Sender({ look, shop }: { look: Look; shop: string }) {
  const { logo } = look
  const words = 'font-size: 17px; font-weight: 700; line-height: 1.3;'
  return logo ? (
    <span class="plate" style={`display: inline-block; color: ${look.light.text}; ${words}`}>
      <img
        src={logo.url}
        alt={logo.alt}
        width={logo.width}
        style={`display: block; width: ${logo.width}px; max-width: 100%; border: 0;`}
      />
    </span>
  ) : (
    <span {...painted(look, 'ink', words)}>
      <bdi>{shop}</bdi>
    </span>
  )
}

/** A whole mail without any look of the shop. Its children are rows. */
export function Letter({ children, ...rest }: DocumentProps) {
  return (
    <Document look={PLAIN} ground="card" {...rest}>
      <Column>
        <Table style={`max-width: ${COLUMN}px;`}>
          <tr>
            <td style="font-size: 1px; line-height: 28px;">{raw('&nbsp;')}</td>
          </tr>
          {children}
          <tr>
            <td style="font-size: 1px; line-height: 28px;">{raw('&nbsp;')}</td>
          </tr>
        </Table>
      </Column>
    </Document>
  )
}

/** The HTML of a mail, as it is sent. */
export const documentOf = (mail: { toString(): string }): string => `<!DOCTYPE html>${mail}`
