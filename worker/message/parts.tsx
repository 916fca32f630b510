/** What stands in a mail's rows: headings, texts, pictures, links and the button. */
import type { Child } from 'hono/jsx'
import { Table } from './layout.tsx'
import type { Look } from './look.ts'
import { COLUMN, INSET, lightly, painted, PLAIN } from './paint.ts'

/** A part of a mail. Without a look it is that of a letter. */
interface Part {
  look?: Look | undefined
  children: Child
}

/** The sentence that the mail is about. */
export function Heading({ look = PLAIN, children }: Part) {
  return (
    <h1
      {...painted(
        look,
        'ink',
        'margin: 0; font-size: 26px; font-weight: 700; line-height: 1.25; letter-spacing: -0.01em;',
      )}
    >
      {children}
    </h1>
  )
}

/** Running text. */
export function Text({ look = PLAIN, children }: Part) {
  return (
    <p {...painted(look, 'ink', 'margin: 0; font-size: 16px; line-height: 1.5;')}>{children}</p>
  )
}

/** Text beside the point of the mail. */
export function Note({ look = PLAIN, children }: Part) {
  return (
    <p {...painted(look, 'quiet', 'margin: 0; font-size: 14px; line-height: 1.5;')}>{children}</p>
  )
}

/** A link beside the point of the mail. */
export function Aside({ look = PLAIN, href, children }: Part & { href: string }) {
  return (
    <a
      href={href}
      {...painted(look, 'quiet', 'font-size: 14px; line-height: 1.5; text-decoration: underline;')}
    >
      {children}
    </a>
  )
}

/** The width of a picture beside its product's name, CSS pixels. */
const BESIDE = 104

/** A product's picture, as wide as the text, or beside it, which leads where the button leads. */
export function Picture(props: {
  look: Look
  src: string
  alt: string
  href: string
  title: string
  /** Whether it is small, beside the product's name. */
  beside?: boolean
}) {
  const { look, src, alt, href, title, beside } = props
  const width = beside ? BESIDE : COLUMN - 2 * INSET
  const radius = `border-radius: ${Math.max(0, look.corner - 2)}px;`
  return (
    <a href={href} title={title} class="ink" style={lightly(look, 'ink')}>
      <img
        src={src}
        alt={alt}
        width={width}
        style={`display: block; width: 100%; max-width: ${width}px; border: 0; ${radius}`}
      />
    </a>
  )
}

/** What a product is called and costs. */
export function Named(props: {
  look: Look
  title: string
  variant?: string | undefined
  price?: string | undefined
}) {
  const { look, title, variant, price } = props
  return (
    <>
      <p
        {...painted(look, 'ink', 'margin: 0; font-size: 19px; font-weight: 700; line-height: 1.3;')}
      >
        <bdi>{title}</bdi>
      </p>
      {variant && (
        <p {...painted(look, 'quiet', 'margin: 4px 0 0; font-size: 16px; line-height: 1.4;')}>
          <bdi>{variant}</bdi>
        </p>
      )}
      {price && (
        <p {...painted(look, 'ink', 'margin: 4px 0 0; font-size: 16px; line-height: 1.4;')}>
          <bdi>{price}</bdi>
        </p>
      )}
    </>
  )
}

/** One of several products: its picture, its name and its button beside each other. */
export function Listed(props: { look: Look; picture: Child; children: Child }) {
  const { look, picture, children } = props
  return (
    <Table {...painted(look, 'line', 'border-width: 1px 0 0; border-style: solid;')}>
      <tr>
        {picture && (
          <td
            width={BESIDE + 20}
            valign="top"
            style={`padding: 20px 0 0; width: ${BESIDE + 20}px;`}
          >
            {picture}
          </td>
        )}
        <td valign="top" style="padding: 20px 0 0;">
          {children}
        </td>
      </tr>
    </Table>
  )
}

/**
 * The one link that a mail is for. Outlook for Windows gives an inline link no padding, so the cell
 * has it there (`mso-padding-alt`, as MJML does it); elsewhere the link has it, so that a press
 * beside the words counts.
 */
export function Button(
  props: Part & { href: string; title?: string | undefined; small?: boolean },
) {
  const { look = PLAIN, href, title, small, children } = props
  const room = small ? '10px 18px' : '14px 28px'
  const size = small ? '15px' : '16px'
  const { light, corner } = look
  return (
    <table
      role="presentation"
      cellpadding="0"
      cellspacing="0"
      border={0}
      style="border-collapse: separate; line-height: 100%;"
    >
      <tr>
        <td
          align="center"
          valign="middle"
          bgcolor={light.accent}
          {...painted(
            look,
            'button',
            `border-width: 1px; border-style: solid; border-radius: ${corner}px; mso-padding-alt: ${room};`,
          )}
        >
          <a
            href={href}
            title={title}
            {...painted(
              look,
              'label',
              `display: inline-block; padding: ${room}; font-size: ${size}; font-weight: 700; line-height: 1.25; text-decoration: none; border-radius: ${corner}px; mso-padding-alt: 0;`,
            )}
          >
            {children}
          </a>
        </td>
      </tr>
    </table>
  )
}
