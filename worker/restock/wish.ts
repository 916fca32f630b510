/** What the shop wants when it notifies people without a restock of its stock. */
import type { Actor } from '../shop/keys.ts'

/** The column `wish` of a manual restock. */
export interface Wish {
  /** How many people; all if undefined. */
  people?: number
  /** The only subscription. */
  only?: string
  by: Actor
  reason: string
}

/** Reads the column. */
export const readWish = (json: string): Wish => JSON.parse(json) as Wish
