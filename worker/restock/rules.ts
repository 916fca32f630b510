/** What restocks brought in, as the shop sees it. Pure. */

/** Purchases of one restock in one currency; `null` where the orders named none. */
export interface Sold {
  currency: string | null
  orders: number
  units: number
  /** `null` where no order named a price. */
  amount: number | null
}

export interface Earned {
  orders: number
  units: number
  revenue: { currency: string; amount: number }[]
}

/** Adds up. A purchase without a price or without its currency counts as an order only. */
export function earned(sold: Sold[]): Earned {
  const sum = (of: (one: Sold) => number) => sold.reduce((total, one) => total + of(one), 0)
  return {
    orders: sum(({ orders }) => orders),
    units: sum(({ units }) => units),
    revenue: sold.flatMap(({ currency, amount }) =>
      currency === null || amount === null ? [] : { currency, amount: withoutDust(amount) },
    ),
  }
}

// No currency has more than four decimals (ISO 4217); what sums of floats have beyond is dust.
const withoutDust = (amount: number) => Math.round(amount * 10_000) / 10_000
