/** Which scripts of a page are JSON-LD. Pure. */

/** Whether a script's type is that of JSON-LD: in any capitals, and with parameters. */
export const isJsonLd = (type: string | null | undefined): boolean =>
  /^\s*application\/ld\+json\s*(;|$)/i.test(type ?? '')
