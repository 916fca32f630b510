/** Consents to marketing that name no product. */
import type { Mutant } from './mutant.ts'

const MARKETING = 'worker/marketing.test.ts ›'
const CONTACT = `${MARKETING} the contact of a consent to marketing ›`
const UNCONFIRMED = `${MARKETING} a consent to marketing whose address is not confirmed ›`
const PASSED_ON = `${MARKETING} a consent to marketing is passed on ›`

export const CONSENTS: Mutant[] = [
  {
    id: 'marketing-1',
    says: 'A consent goes to platforms before anybody has confirmed the address.',
    file: 'worker/marketing/seal.ts',
    search: 'relays: unconfirmed ? [] : relays',
    replace: 'relays',
    test: `${PASSED_ON} to nobody, if it is unconfirmed`,
  },
  {
    id: 'marketing-2',
    says: 'What nobody has confirmed stands for what the backend vouches for.',
    file: 'worker/marketing/store.ts',
    search: "AND (g.unconfirmed IS NULL OR request ->> 'pending')",
    replace: '',
    test: `${UNCONFIRMED} counts once the backend sends it, too; else it is forgotten after a week, with its contact`,
  },
  {
    id: 'marketing-3',
    says: 'A suppressed person still agrees to marketing.',
    file: 'worker/suppression/store.ts',
    search: '...withdrawMarketing(db, shop.id, { index, kind, onlyEmail }, method, now),',
    replace: '',
    test: `${CONTACT} has withdrawn it when its e-mail address is suppressed, and may give it again after that`,
  },
  {
    id: 'marketing-4',
    says: 'Klaviyo asks people to confirm what they agreed to years ago.',
    file: 'worker/marketing/seal.ts',
    search: '{ historical: 1 }',
    replace: '{}',
    test: `${PASSED_ON} to Klaviyo as a historical import, if it was given before`,
  },
  {
    id: 'marketing-5',
    says: 'The proof of an old consent is deleted a week after the shop has imported it.',
    file: 'worker/retention/contacts.ts',
    search: `AND NOT EXISTS (
           SELECT 1 FROM consent c WHERE c.contact_id = k.id AND c.shop_id = k.shop_id)`,
    replace: '',
    test: `${CONTACT} keeps it for four years, also one that was given long before`,
  },
  {
    id: 'marketing-6',
    says: 'A person may have agreed in the future.',
    file: 'worker/doors/dialects/klaviyo/agreed-channels.ts',
    search: 'at > 0 && at < now',
    replace: 'at > 0',
    test: 'worker/dialects/klaviyo-consents.test.ts › a job of consents › of a historical import is refused at a time that is none, or not in the past',
  },
  {
    id: 'marketing-7',
    says: 'A move leaves a consent that is not passed on yet with the old address.',
    file: 'worker/contact/move-sql.ts',
    search: "`('notify', 'remind', 'confirm', 'consent')`",
    replace: "`('notify', 'remind', 'confirm')`",
    test: `${PASSED_ON} to the new address, if the person has moved before the call`,
  },
]
