import type { Shop } from '../shop/shop.ts'
import type { Vault } from '../vault.ts'

/** What handlers find on their context. */
export interface App {
  Bindings: Env
  Variables: {
    requestId: string
    /** The shop of a secret key, set by `backend`. */
    shop: Shop
    vault: Vault
  }
}
