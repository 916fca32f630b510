/** Keys, settings and what a leaked key can do with them. */
import type { Mutant } from './mutant.ts'

export const KEYS: Mutant[] = [
  {
    id: 'keys-1',
    says: 'A stored secret is sent to any address that settings name later.',
    file: 'worker/shop/secrets.ts',
    search: 'kept !== undefined && !moved',
    replace: 'kept !== undefined',
    test: 'unit/secrets.test.ts › a secret of klaviyo › stays with the service, address and account that it was given for',
  },
  {
    id: 'keys-2',
    says: 'An option that moves a source to another server does not need the secret again.',
    file: 'worker/connectors/sources/shopify/shopify.ts',
    search: "account: ['shop', 'clientId']",
    replace: "account: ['clientId']",
    test: 'unit/secrets.test.ts › a secret of shopify › goes to no other server because of an option that is not declared',
  },
]
