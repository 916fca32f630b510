/**
 * Decides at a glance whether the page's structured data has to be read. Most product pages say plainly
 * that they are in stock; they should load nothing else. Pure.
 */

/** What can hold a product or its state. An object is written in this order, so its type comes first. */
const PARTS =
  '@graph,mainEntity,about,object,potentialAction,@type,availability,offers,hasVariant'.split(',')

/**
 * An availability other than InStock, in whichever spelling; an offer or a product with nothing behind its
 * type; something empty; a text with quotes in it.
 */
const DOUBT =
  /"availability":(?!"([^"]*[/:])?in.?stock\W?")|(Offer|Product)[^:{}]*}|{}|\[]|null|\\/i

/** Where it matches, the button is loaded together with the reader. */
export const SOLD_OUT = /of.?stock|sold.?out/i

/**
 * Whether the page has to be read, by the texts of its JSON-LD scripts: it has a product, and not each of
 * its offers is plainly in stock. A text that is no JSON is for the reader, which forgives more. Products
 * of a list (`itemListElement`) are not the page's.
 */
export const isUnclear = (texts: string[]): boolean =>
  texts.some((text) => {
    let facts = `${text}\\`
    try {
      facts = JSON.stringify(JSON.parse(text), PARTS)
    } catch {
      // No JSON, or too deep.
    }
    return /Product|Offer/i.test(facts) && DOUBT.test(facts)
  })
