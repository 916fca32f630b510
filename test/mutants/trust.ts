/** Whose words stand in messages, and which word of a person stops them. */
import type { Mutant } from './mutant.ts'

export const TRUST: Mutant[] = [
  {
    id: 'trust-1',
    says: 'A stranger’s words stand in a mail as they were sent.',
    file: 'worker/subscription/rules.ts',
    search: "if (asker === 'backend') return { product: vouchedFor(product) }",
    replace: 'if (asker) return { product: vouchedFor(product) }',
    test: 'worker/snapshot.test.ts › what a form says about a product › stands in a mail without links, foreign pictures and prices beyond reason',
  },
  {
    id: 'trust-2',
    says: 'A picture on any host is shown if the form names it.',
    file: 'worker/subscription/request-sql.ts',
    search: "CASE WHEN request ->> 'foreignImages' IS NULL OR EXISTS (",
    replace: 'CASE WHEN 1 OR EXISTS (',
    test: 'worker/snapshot.test.ts › what a form says about a product › shows a picture on any other host as it should',
  },
  {
    id: 'trust-3',
    says: 'A request in a language that the catalogue lacks gets past the catalogue.',
    file: 'worker/catalog/lookup.ts',
    search: '?? ownFirst ?? anyEntry(catalog, sku) ?? own',
    replace: '?? own',
    test: 'worker/snapshot.test.ts › what a form says about a product › counts less than the catalogue, also in a language that the catalogue does not have',
  },
  {
    id: 'trust-4',
    says: 'What a form said first stays, whatever the shop’s backend says later.',
    file: 'worker/subscription/store.ts',
    search: 'product = CASE WHEN ${TELLS_MORE} THEN excluded.product ELSE product END',
    replace: 'product = product',
    test: 'worker/snapshot.test.ts › what a shop’s backend says about a product › replaces what a form said before, and no form replaces it',
  },
  {
    id: 'trust-5',
    says: 'The dot of a domain stays as it is in a stranger’s text.',
    file: 'worker/message/plain-text.ts',
    search: "replaceAll(DOT_OF_A_DOMAIN, '$1 ')",
    replace: "replaceAll(DOT_OF_A_DOMAIN, '$1')",
    test: 'unit/plain-text.test.ts › the name that a stranger gives a product › becomes no link, however it is put together',
  },
  {
    id: 'trust-6',
    says: 'Only a message that is nothing but a stop word stops anything.',
    file: 'shared/languages/stop-words.ts',
    search: "return said.replaceAll(HARMLESS, ' ').search(IN_SPACES) >= 0",
    replace: 'return false',
    test: 'unit/languages.test.ts › a message that says stop › "stop texting me" is heard',
  },
  {
    id: 'trust-7',
    says: 'SES tracks opens if the account does.',
    file: 'worker/connectors/destinations/email/services/ses/ses.ts',
    search: "OpenTrackingEnabled: 'DISABLED'",
    replace: "OpenTrackingEnabled: 'ENABLED'",
    test: 'contract/destinations/email.test.ts › an e-mail',
  },
  {
    id: 'trust-8',
    says: 'Whoever knows the address of the webhook may report bounces in the name of SNS.',
    file: 'worker/connectors/destinations/email/services/ses/reports.ts',
    search: 'if (!message || !(await isSignedBySns(env, message, now))) return',
    replace: 'if (!message) return',
    test: 'contract/destinations/email-hooks.test.ts › a webhook of a mail service',
  },
]
