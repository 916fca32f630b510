/** Voyado Engage's dialect. */
import type { Mutant } from './mutant.ts'

const FILE = 'worker/dialects/voyado.test.ts'
const CONTACTS = 'worker/dialects/voyado-contacts.test.ts'

export const VOYADO: Mutant[] = [
  {
    id: 'engage-1',
    says: 'A stranger who enters a number in a form gets what the backend asks for its owner.',
    file: 'worker/doors/dialects/voyado/find-contact.ts',
    search: "kind !== 'phone' || id === index",
    replace: "kind === 'phone' || id === index",
    test: `${CONTACTS} › a contact › is not found by a number that a stranger entered in a form`,
  },
  {
    id: 'engage-2',
    says: 'A backend stores the address of a person to whom nobody may write.',
    file: 'worker/contact/keep.ts',
    search: "addresses')`)} = 0",
    replace: "addresses')`)} >= 0",
    test: `${CONTACTS} › a contact › who is suppressed is answered as created, and is not stored`,
  },
  {
    id: 'engage-3',
    says: 'Names of properties count only as the documents write them.',
    file: 'worker/doors/dialects/voyado/names.ts',
    search: 'const small = said.toLowerCase()',
    replace: 'const small = said',
    test: `${FILE} › a subscription › is read as ASP.NET reads it`,
  },
  {
    id: 'engage-4',
    says: 'Of equal levels in one list, the first counts.',
    file: 'worker/doors/dialects/voyado/levels.ts',
    search: 'const levels = lastOfEach(parsed.value)',
    replace: 'const levels = lastOfEach(parsed.value.toReversed()).toReversed()',
    test: `${FILE} › a list of stock levels › takes what our own API refuses`,
  },
  {
    id: 'engage-5',
    says: 'A person whom a backend knows by a number cannot ask for the link to the list.',
    file: 'worker/recipient/send-link.ts',
    search: "AND ?7 AND k.addresses ->> '$.email' IS NULL",
    replace: 'AND ?7 AND k.addresses IS NULL',
    test: `${CONTACTS} › a contact › with a number alone is written to by SMS`,
  },
  {
    id: 'engage-6',
    says: 'A body without Content-Type is taken.',
    file: 'worker/doors/dialects/voyado/body.ts',
    search: 'if (!type) return voyadoError(c, SERVER_ERROR)',
    replace: 'if (!type) return next()',
    test: `${FILE} › a call in Engage’s dialect › with a body that cannot be read is refused`,
  },
  {
    id: 'engage-7',
    says: 'A contact that moved is no longer found by the id that the backend has.',
    file: 'worker/contact/reach.ts',
    search: 'if (present === id) return undefined',
    replace: 'if (present !== undefined) return undefined',
    test: `${CONTACTS} › a contact › that moved to another address is found by the id of before`,
  },
  {
    id: 'engage-8',
    says: 'A request that waits for D1 is answered with an id that it never gets.',
    file: 'worker/subscription/accept.ts',
    search: "return { kind: 'deferred', id: sealed.id,",
    replace: "return { kind: 'deferred', id: crypto.randomUUID(),",
    test: `${CONTACTS} › a contact › is not lost while D1 gives no answer`,
  },
  {
    id: 'engage-9',
    says: 'Any consent of a tenant counts as one to marketing.',
    file: 'worker/doors/dialects/voyado/contacts.ts',
    search: 'consentIds.some((id) => marketingConsentIds.includes(id))',
    replace: 'consentIds.length + marketingConsentIds.length > 0',
    test: `${CONTACTS} › a contact › agrees by a consent of the tenant, if the settings say that its id means marketing`,
  },
]
