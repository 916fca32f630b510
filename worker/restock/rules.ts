/** Adds up the purchases that count for a restock. Pure. */

/** Purchases of one restock in one currency; `null` when the orders named none. */
export interface PurchaseSum {
  currency: string | null
  orders: number
  units: number
  /** In the currency's main unit; `null` when no order named a price. */
  amount: number | null
}

/** The purchases of one restock. */
export interface Sales {
  orders: number
  units: number
  revenue: { currency: string; amount: number }[]
}

/** Adds up sums by currency. A purchase without price or currency adds no revenue. */
export function salesOf(sums: PurchaseSum[]): Sales {
  const sum = (of: (one: PurchaseSum) => number) => sums.reduce((total, one) => total + of(one), 0)
  return {
    orders: sum(({ orders }) => orders),
    units: sum(({ units }) => units),
    revenue: sums.flatMap(({ currency, amount }) =>
      currency === null || amount === null ? [] : { currency, amount: rounded(amount) },
    ),
  }
}

// No currency has more than four decimals (ISO 4217): the rest is the error of adding floats.
const rounded = (amount: number) => Math.round(amount * 10_000) / 10_000
