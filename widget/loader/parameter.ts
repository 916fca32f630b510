/** A query parameter; empty if it has no value. */
export const parameter = (name: string, value: string | undefined) =>
  value ? `&${name}=${encodeURIComponent(value)}` : ''
