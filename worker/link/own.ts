/** Where the link of a message may lead. Pure. */

/** Whether an address is on one of the shop's own origins: nothing else is ever redirected to. */
export function isOwn(url: string, origins: readonly string[]): boolean {
  return URL.canParse(url) && origins.includes(new URL(url).origin)
}
