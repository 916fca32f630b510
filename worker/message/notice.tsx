/**
 * Mails to a shop's own people: what happened, what to do, and a link that switches this kind of mail
 * off. They are in English, as the log and the API are.
 */
import { documentOf, Letter, Row } from './layout.tsx'
import { Lines } from './names.tsx'
import { Aside, Button, Heading, Note, Text } from './parts.tsx'

/** The kinds of mails that a member of the team may switch off, each by itself. */
export const NOTICE_KINDS = [
  'list_long',
  'source_silent',
  'destination_refused',
  'approval_waits',
  'sender_health',
  'weekly_report',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** A variant in a notice. `title`: of the product and the variant, if the catalogue has them. */
export interface Counted {
  sku: string
  title?: string
  count: number
}

/** What a mail is about. Counts are of people unless they say otherwise. */
export type Notice =
  /** These variants, and `more`, have more people waiting than the shop's `notices.listAbove`. */
  | { kind: 'list_long'; above: number; items: Counted[]; more: number }
  /** A source had no success for three times its rhythm, or its feed lost many items. */
  | { kind: 'source_silent'; source: string; what: 'silent' | 'shrunk'; reason?: string }
  /** A destination refuses calls until the shop changes something. `stopped`: no more calls are made. */
  | { kind: 'destination_refused'; destination: string; reason: string; stopped: boolean }
  | { kind: 'approval_waits'; restock: string; sku: string; title?: string; people: number }
  /** What to mend at the sender's domain; or why sending stopped. */
  | { kind: 'sender_health'; domain: string; held: boolean; advice: string[] }
  | { kind: 'weekly_report'; report: WeeklyReport }

/** The figures of a week. Days are UTC days, as dates. */
export interface WeeklyReport {
  from: string
  until: string
  asked: number
  told: number
  clicked: number
  bought: number
  /** What people bought after a message within the shop's attribution window. */
  money: { currency: string; amount: number }[]
  attributionDays: number
  /** What most people wait for now. */
  wanted: Counted[]
  /** Variants that sold out again this week while people were still waiting for them. */
  missed: Counted[]
}

export interface NoticeMail {
  shop: string
  notice: Notice | { kind: 'invite' }
  /** Absolute address of the page that confirms the address, or switches this kind of mail off. */
  link: string
}

/** A part of a mail's text: a paragraph, or a list. */
type Part = string | string[]

interface Said {
  subject: string
  heading: string
  parts: Part[]
}

/** The mail for a notice, or the one that asks a new member to confirm. */
export function renderNotice(mail: NoticeMail): { subject: string; html: string; text: string } {
  const { shop, notice, link } = mail
  const said = wordsFor(shop, notice)
  const invites = notice.kind === 'invite'
  const why = invites ? INVITE_WHY : `You get this mail because you are on the team of ${shop}.`
  const text = [
    said.heading,
    '',
    ...said.parts.flatMap((part) => [
      ...(typeof part === 'string' ? [part] : part.map((one) => `- ${one}`)),
      '',
    ]),
    ...(invites ? [`${CONFIRM}: ${link}`, ''] : []),
    '--',
    why,
    ...(invites ? [] : [`${STOP}: ${link}`]),
    '',
  ].join('\n')
  return {
    subject: said.subject,
    html: documentOf(<NoticeBody said={said} why={why} link={link} invites={invites} />),
    text,
  }
}

const CONFIRM = 'Confirm the address'
const STOP = 'Stop mails of this kind'
const INVITE_WHY =
  'If you do not know this shop, you need not do anything: no other mail follows unless you confirm.'

function NoticeBody(props: { said: Said; why: string; link: string; invites: boolean }) {
  const { said, why, link, invites } = props
  return (
    <Letter language="en" title={said.heading}>
      <Row>
        <Heading>{said.heading}</Heading>
      </Row>
      {said.parts.map((part) => (
        <Row above={12}>
          {typeof part === 'string' ? <Text>{part}</Text> : <Lines lines={part} />}
        </Row>
      ))}
      {invites && (
        <Row above={20}>
          <Button href={link}>{CONFIRM}</Button>
        </Row>
      )}
      <Row above={20}>
        <Note>{why}</Note>
      </Row>
      {!invites && (
        <Row above={8}>
          <Aside href={link}>{STOP}</Aside>
        </Row>
      )}
    </Letter>
  )
}

function wordsFor(shop: string, notice: Notice | { kind: 'invite' }): Said {
  switch (notice.kind) {
    case 'invite':
      return {
        subject: `Confirm that you are on the team of ${shop}`,
        heading: 'Please confirm your address',
        parts: [
          `${shop} named this address for mails about its back-in-stock alerts: when many people wait for a product, when stock cannot be read, and a report each week.`,
        ],
      }
    case 'list_long': {
      const heading = `More than ${waiting(notice.above)}`
      const all = notice.items.length + notice.more
      const [only] = all === 1 ? notice.items : []
      return {
        subject: only
          ? `${waiting(only.count)} for ${nameOf(only)}`
          : `${all} products have more than ${people(notice.above)} waiting`,
        heading,
        parts: [
          `At ${shop}, this is what they wait for:`,
          countedList(notice.items, people),
          ...(notice.more > 0 ? [`And ${notice.more} more.`] : []),
        ],
      }
    }
    case 'source_silent':
      return {
        subject: `Stock from “${notice.source}” does not arrive`,
        heading: 'Stock does not arrive',
        parts: [
          notice.what === 'shrunk'
            ? `The feed of the source “${notice.source}” lost many of its items, so it is not applied. Look at the feed, and accept it if it is right.`
            : `The source “${notice.source}” could not be read for three times its usual interval${because(notice.reason)}.`,
          'While stock is not read, people who wait get no message about it.',
        ],
      }
    case 'destination_refused':
      return {
        subject: `“${notice.destination}” refuses calls`,
        heading: 'A destination refuses calls',
        parts: [
          `The destination “${notice.destination}” of ${shop} refuses calls${because(notice.reason)}. ${
            notice.stopped
              ? 'Shelfbell makes no more calls to it.'
              : 'Shelfbell tries again a few times a day.'
          }`,
          'Correct its settings, then open it again (POST /v1/destinations/:name/open). No message is lost: all of them wait.',
        ],
      }
    case 'approval_waits':
      return {
        subject: `A restock waits for your approval: ${nameOf(notice)}`,
        heading: 'A restock waits for your approval',
        parts: [
          `${nameOf(notice)} is back in stock at ${shop}, and ${waiting(notice.people)} for it. It sends no message before you approve it.`,
          `Approve it with POST /v1/restocks/${notice.restock}/approve, or end it with …/end.`,
        ],
      }
    case 'sender_health':
      return {
        subject: notice.held
          ? `Mails of ${shop} are held: too many complaints`
          : `The sender’s domain ${notice.domain} needs attention`,
        heading: notice.held ? 'Mails are held' : 'Mails may end up as spam',
        parts: [
          notice.held
            ? `People reported mails of ${shop} as spam, so no alert is sent until you decide.`
            : `This is what a look at the domain ${notice.domain} found:`,
          notice.advice,
        ],
      }
    case 'weekly_report':
      return reportWords(shop, notice.report)
    default:
      return notice satisfies never
  }
}

function reportWords(shop: string, report: WeeklyReport): Said {
  const { from, until, asked, told, clicked, bought, money, attributionDays } = report
  const amounts = money.map(({ currency, amount }) => moneyIn(amount, currency)).join(', ')
  return {
    subject: `Your week at ${shop}: ${asked} asked, ${told} got their message`,
    heading: `The week from ${from} to ${until}`,
    parts: [
      [
        `${people(asked)} asked to be notified.`,
        `${people(told)} got their message.`,
        `${clicked} followed its link.`,
        `${bought} ${bought === 1 ? 'order' : 'orders'} came within ${attributionDays} days of a message${amounts ? `: ${amounts}` : ''}.`,
      ],
      ...section('Most wanted now:', report.wanted, people),
      ...section('Sold out again while people still waited:', report.missed, people),
    ],
  }
}

const section = (title: string, items: Counted[], count: (n: number) => string): Part[] =>
  items.length > 0 ? [title, countedList(items, count)] : []

const countedList = (items: Counted[], count: (n: number) => string): string[] =>
  items.map((one) => `${nameOf(one)}: ${count(one.count)}`)

const waiting = (n: number) => `${people(n)} ${n === 1 ? 'waits' : 'wait'}`
const people = (n: number) => (n === 1 ? '1 person' : `${n} people`)
const nameOf = ({ sku, title }: { sku: string; title?: string }) =>
  title ? `${title} (${sku})` : sku
const because = (reason: string | undefined) => (reason ? ` (${reason})` : '')
const moneyIn = (amount: number, currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount)
