/** The usual forms of a buy box, with what a shopper should see beside its button. */

const BUY = '<button id="buy" name="add" disabled>Sold out</button>'
const QUANTITY = '<input id="quantity" aria-label="Quantity" value="1" />'
const NEXT = '<p id="next" style="margin: 0">Sent within two days.</p>'

const form = (content: string, style = '') =>
  `<h1>Lamp</h1><form action="/cart/add" style="${style}">${content}</form>${NEXT}`

export interface Box {
  html: string
  /** The distance from the buy button to ours under it, in pixels. */
  gap?: number
  /** Whether our button is as wide as the box. */
  wide?: boolean
  /** Whether it stands in the same row. */
  beside?: boolean
}

export const BOXES: Record<string, Box> = {
  'a button alone': { html: form(BUY), gap: 12 },
  'a stacked column with margins': {
    html: form(
      `<div style="margin-bottom: 20px">${QUANTITY}</div>${BUY.replace('id', 'style="width: 100%; margin-bottom: 20px" id')}`,
    ),
    gap: 20,
    wide: true,
  },
  'a stacked column without margins of the button': {
    html: form(
      `<div style="margin-bottom: 18px">${QUANTITY}</div>${BUY.replace('id', 'style="display: block; width: 100%" id')}`,
    ),
    gap: 18,
    wide: true,
  },
  'a flex column': {
    html: form(`${QUANTITY}${BUY}`, 'display: flex; flex-direction: column; gap: 14px'),
    gap: 14,
    wide: true,
  },
  'a flex column without a gap': {
    html: form(
      `${QUANTITY}${BUY.replace('id', 'style="margin-top: 10px" id')}`,
      'display: flex; flex-direction: column',
    ),
    gap: 10,
    wide: true,
  },
  'a flex row with the quantity': {
    html: form(`${QUANTITY}${BUY.replace('id', 'style="flex: 1" id')}`, 'display: flex; gap: 16px'),
    gap: 16,
    wide: true,
  },
  'a flex row within the form': {
    html: form(
      `<div style="display: flex">${QUANTITY}${BUY.replace('id', 'style="flex: 1; margin-inline-start: 10px" id')}</div><p id="pay">Pay later</p>`,
    ),
    gap: 10,
    wide: true,
  },
  'a flex row that wraps': {
    html: form(
      `${QUANTITY}${BUY.replace('id', 'style="flex: 1" id')}<a id="heart" href="#">♡</a>`,
      'display: flex; flex-wrap: wrap; gap: 8px',
    ),
    gap: 8,
    wide: true,
  },
  'a flex row through a wrapper without a box': {
    html: form(
      `${QUANTITY}<span style="display: contents">${BUY.replace('id', 'style="flex: 1" id')}</span>`,
      'display: flex; gap: 16px',
    ),
    gap: 16,
    wide: true,
  },
  'a wrapper in a flex row': {
    html: form(
      `${QUANTITY}<div style="flex: 1"><span>${BUY.replace('id', 'style="width: 100%" id')}</span></div>`,
      'display: flex; gap: 16px',
    ),
    gap: 16,
    wide: true,
  },
  'a grid with the quantity': {
    html: form(
      `${QUANTITY}${BUY}`,
      'display: grid; grid-template-columns: 80px 1fr; gap: 10px 20px',
    ),
    gap: 10,
    wide: true,
  },
  'a grid of one column': {
    html: form(`${QUANTITY}${BUY}`, 'display: grid; gap: 10px'),
    gap: 10,
    wide: true,
  },
  'an inline row': {
    html: form(`${QUANTITY} ${BUY} <a id="heart" href="#">♡</a>`),
    gap: 12,
  },
  floats: {
    html: form(
      `<div style="float: inline-start; margin-inline-end: 12px">${QUANTITY}</div>${BUY.replace('id', 'style="float: inline-start" id')}<div style="clear: both"></div>`,
    ),
    gap: 12,
  },
  'the heading': { html: `<h1>Lamp</h1>${NEXT}`, gap: 12 },
  'a bar at the bottom': {
    html: `<h1>Lamp</h1><div style="position: fixed; max-width: 366px; inset: auto 0 0; padding: 12px; background: #fff; border-top: 1px solid #ccc"><form action="/cart/add" style="display: flex; gap: 12px">${QUANTITY}${BUY.replace('id', 'style="flex: 1" id')}</form></div>`,
    gap: 12,
    wide: true,
  },
  'a wide bar': {
    html: `<h1>Lamp</h1><div style="position: fixed; width: 900px; bottom: 0"><form action="/cart/add" style="display: flex">${QUANTITY}${BUY.replace('id', 'style="flex: 1" id')}</form></div>`,
    beside: true,
  },
}
