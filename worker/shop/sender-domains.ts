/** The domains that a shop may send mail from, over the Worker's own binding. */
import * as v from 'valibot'
import { normalizeEmail } from '../../shared/email.ts'
import { line } from '../../shared/text.ts'

/** The domain of a mail address, in its stored form: `acme.example`. Subdomains are others. */
const SenderDomain = v.pipe(
  line(253),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const email = normalizeEmail(`a@${dataset.value}`)
    if (email) return email.slice('a@'.length)
    addIssue({ message: 'domain_invalid' })
    return NEVER
  }),
)

/** At most 20 domains, by default none. */
export const SenderDomains = v.pipe(
  v.array(SenderDomain, 'not_a_list'),
  v.maxLength(20, 'too_many'),
  v.transform((domains) => [...new Set(domains)].toSorted()),
)
