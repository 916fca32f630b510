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
  {
    id: 'keys-3',
    says: 'A key for stock may do everything.',
    file: 'worker/doors/api/auth.ts',
    search: 'if (!scopes.some((scope) => needed.includes(scope))) return scopeMissing(c, needed)',
    replace: 'if (scopes.length === 0) return scopeMissing(c, needed)',
    test: 'worker/keys.test.ts › a route for a shop’s backend › takes a key with the scope stock only where the table says so',
  },
  {
    id: 'keys-4',
    says: 'The last key that may make keys can be revoked.',
    file: 'worker/shop/secret-keys.ts',
    search: 'AND id <> ?2 AND scopes = \'["all"]\'',
    replace: "AND id <> '' AND scopes = '[\"all\"]'",
    test: 'worker/keys.test.ts › a secret key › stays if it is the last one that may do everything',
  },
  {
    id: 'keys-5',
    says: 'Keys can be guessed without end.',
    file: 'worker/doors/wrong-key.ts',
    search: 'return within ? ',
    replace: 'return within || c ? ',
    test: 'worker/keys.test.ts › a wrong key › is answered 429 when one client shows too many; right keys are never counted',
  },
  {
    id: 'keys-6',
    says: 'A deployed Worker takes an admin token of one letter.',
    file: 'worker/admin-token.ts',
    search: 'token.length < MIN_LENGTH',
    replace: 'token.length < 1',
    test: "worker/keys.test.ts › the admin token › is refused where it is 'short', and the answer says what to mend",
  },
]
