/**
 * `GET` and `POST /t/:token`: the link in mails to the shop's team. It confirms the address of a new
 * member, or switches kinds of mails off and on. A GET changes nothing, because mail scanners follow links;
 * a mail client's one click (RFC 8058) is a POST.
 */
import { type Context, Hono } from 'hono'
import { homeOf } from '../../homes/home.ts'
import { NOTICE_KINDS, type NoticeKind } from '../../message/notice.tsx'
import type { Member } from '../../team/rules.ts'
import { changeMember, confirmMember, memberOf, removeMember } from '../../team/store.ts'
import { openVault } from '../../vault.ts'
import { Page } from '../page.tsx'
import { lookIn } from '../shop-look.ts'
import { badLink, type LinkApp, recipientFor } from './recipient.tsx'

const NAMES: Record<NoticeKind, string> = {
  list_long: 'A list has become long',
  source_silent: 'Stock does not arrive',
  destination_refused: 'A destination refuses calls',
  approval_waits: 'A restock waits for approval',
  sender_health: 'The sender’s domain',
  weekly_report: 'The weekly report',
}

export const teamPageRoutes = new Hono<LinkApp>()
  .get('/:token', recipientFor('team'), async (c) => {
    const member = await memberIn(c)
    return member ? page(c, member) : badLink(c, 'token_unknown', 'en')
  })

  .post('/:token', recipientFor('team'), async (c) => {
    const { shop, recipient } = c.var
    const db = homeOf(c.env, shop)
    const member = await memberIn(c)
    if (!member) return badLink(c, 'token_unknown', 'en')
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>)
    if (form['List-Unsubscribe'] === 'One-Click') {
      // Of the mail that asked: the person does not want to be on the team.
      const kind = kindIn(recipient.about)
      if (!kind) await removeMember(db, shop.id, member.id)
      else await change({ [kind]: false })
      return c.body(null, 200)
    }
    if (form['do'] === 'confirm') await confirmMember(db, shop.id, member.id, Date.now())
    const off = kindIn(form['off'])
    const on = kindIn(form['on'])
    if (off) await change({ [off]: false })
    if (on) await change({ [on]: true })
    const now = await memberIn(c)
    return now ? page(c, now) : badLink(c, 'token_unknown', 'en')

    async function change(notices: Partial<Record<NoticeKind, boolean>>) {
      const vault = await openVault(c.env, shop)
      await changeMember(db, shop.id, vault, recipient.contactId, { notices })
    }
  })

const kindIn = (text: unknown): NoticeKind | undefined => NOTICE_KINDS.find((kind) => kind === text)

async function memberIn(c: Context<LinkApp>): Promise<Member | undefined> {
  const { shop, recipient } = c.var
  const vault = await openVault(c.env, shop)
  return memberOf(homeOf(c.env, shop), shop.id, vault, recipient.contactId)
}

/** The button that this mail's link is for comes first, then every other kind. */
function page(c: Context<LinkApp>, member: Member): Response | Promise<Response> {
  const { shop, recipient } = c.var
  if (!member.confirmed) {
    return c.html(
      <Page look={lookIn(c)} language="en" title="Please confirm your address">
        <p>
          <bdi>{shop.settings.name}</bdi> wants to send you mails about its back-in-stock alerts.
        </p>
        <form method="post">
          <button type="submit" name="do" value="confirm">
            Confirm
          </button>
        </form>
      </Page>,
      200,
    )
  }
  const about = kindIn(recipient.about)
  const kinds = about ? [about, ...NOTICE_KINDS.filter((kind) => kind !== about)] : NOTICE_KINDS
  return c.html(
    <Page look={lookIn(c)} language="en" title="Your mails">
      <p>
        These mails about <bdi>{shop.settings.name}</bdi> go to your address.
      </p>
      <form method="post">
        <ul>
          {kinds.map((kind) => (
            <li>
              <span>
                {NAMES[kind]}
                <small>{member.notices[kind] ? 'On' : 'Off'}</small>
              </span>
              <button
                type="submit"
                class="quiet"
                name={member.notices[kind] ? 'off' : 'on'}
                value={kind}
                aria-label={`${member.notices[kind] ? 'Stop' : 'Send again'}: ${NAMES[kind]}`}
              >
                {member.notices[kind] ? 'Stop' : 'Send again'}
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Page>,
    200,
  )
}
