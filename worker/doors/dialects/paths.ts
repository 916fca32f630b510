/** Addresses of the dialects, and the methods that each takes. */
import type { Context, MiddlewareHandler } from 'hono'

/** A path without and with a slash at its end: callers of older versions write one. */
export const both = (path: string): string[] => [path, `${path}/`]

/**
 * Answers every method that an address does not take: 405 with the header Allow. `refuse` gives the answer
 * in the shape of the dialect, and gets the methods that are allowed. Stands after their routes.
 */
export const onlyMethodsBy =
  (refuse: (c: Context, allowed: string) => Response) =>
  (...allow: string[]): MiddlewareHandler =>
  async (c) => {
    const allowed = allow.join(', ')
    c.header('Allow', allowed)
    return refuse(c, allowed)
  }
