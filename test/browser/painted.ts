/** Measures painted colours, because some come from the browser and from no style. */
import type { Locator, Page } from '@playwright/test'

/** Red, green and blue, of 255. */
type Colour = [red: number, green: number, blue: number]

/** The contrast of two colours, as WCAG defines it (relative luminance): 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The parts of `rgb(…)`. */
export function rgb(colour = ''): Colour {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number)
  return [red, green, blue]
}

/** The colours of each pixel along a horizontal line of the screen, from left to right. */
export async function line(page: Page, x: number, y: number, width: number): Promise<Colour[]> {
  const clip = { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: 1 }
  const picture = (await page.screenshot({ clip, caret: 'hide' })).toString('base64')
  const data = await page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    return [...(context?.getImageData(0, 0, image.width, 1).data ?? [])]
  }, picture)
  return Array.from({ length: data.length / 4 }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = data.slice(at * 4)
    return [red, green, blue]
  })
}

/** How far from an edge to measure, in CSS pixels: farther than an outline with its offset. */
const AROUND_PX = 10

/** The contrast of an element's left edge, outline included, against its background. */
export const edgeContrast = async (page: Page, element: Locator) =>
  strongest(await edgeOf(page, element))

/** The contrast of an element's left edge, outline included, against the same pixels `before`. */
export async function changeContrast(page: Page, element: Locator, before: Colour[]) {
  const after = await edgeOf(page, element)
  return Math.max(...after.map((colour, at) => contrast(colour, before[at] ?? colour)))
}

/** The colours across an element's left edge, starting outside its outline. */
export async function edgeOf(page: Page, element: Locator): Promise<Colour[]> {
  const { x, y, height } = await placeOf(element)
  return line(page, x - AROUND_PX, y + height / 2, AROUND_PX + 4)
}

/** The contrast of a drawing in an element's middle against the element's background. */
export async function drawingContrast(page: Page, element: Locator): Promise<number> {
  const { x, y, width, height } = await placeOf(element)
  return strongest(await line(page, x + 2, y + height / 2, width - 4))
}

function strongest([ground, ...others]: Colour[]): number {
  return Math.max(...others.map((each) => contrast(ground ?? each, each)))
}

async function placeOf(element: Locator) {
  await element.scrollIntoViewIfNeeded()
  const box = await element.boundingBox()
  if (!box) throw new Error('the element is not visible')
  return box
}
