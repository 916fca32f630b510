/** The words of messages and pages in English. */
import type { Texts } from '../texts.ts'

export const en: Texts = {
  subject: (title) => `Back in stock: ${title}`,
  preview: (title, shop) => `${title} is available again at ${shop}.`,
  heading: 'It’s back in stock',
  intro: (shop) => `You asked ${shop} to tell you when this is available again. It is, now.`,
  button: 'See it in the shop',
  hurry: 'Others were waiting too, and we can’t hold one for you.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} is back in stock. ${link}`,
    stopByReply: 'Reply STOP to get no more.',
    stopByLink: (link) => `Stop: ${link}`,
  },
  why: (shop) =>
    `You get this one message because you asked for it on ${shop}’s product page. You are off the list for this product now.`,
  manage: 'See what you are waiting for',
  unsubscribe: 'Stop all alerts from this shop',
  unsubscribePage: {
    title: 'Stop alerts',
    ask: (shop) =>
      `Shall ${shop} stop telling you when products are back in stock? You will be taken off every waiting list of this shop.`,
    button: 'Yes, stop all alerts',
    doneTitle: 'Done',
    done: (shop) => `${shop} has no alert waiting for you any more. You may close this page.`,
    product: 'Stop the alert for this product only',
    productDone: 'You are off the list for this product. You may close this page.',
    never: 'Never write to me again',
    neverDone: (shop) =>
      `${shop} will never send an alert to this address again, even if somebody asks for one. You may close this page.`,
  },
  managePage: {
    title: 'What you are waiting for',
    intro: (shop) => `${shop} tells you when these are back in stock.`,
    nothing: (shop) => `You are not waiting for anything at ${shop}.`,
    since: (date) => `since ${date}`,
    pending: 'not confirmed yet',
    remove: 'Remove',
    removed: 'Removed.',
  },
  needsScript:
    'To be told when it is back, turn on JavaScript in your browser and go back to the product’s page.',
  badLink: {
    title: 'This link does not work',
    token_expired: 'The link has expired. Please use the link in a newer message.',
    token_unknown: 'The link is not complete. Please copy the whole link from the message.',
    link_outdated:
      'The link leads to a page that the shop has left. Please look for the product in the shop.',
  },
  confirmMail: {
    subject: (shop) => `Please confirm your alert at ${shop}`,
    heading: 'Please confirm your e-mail address',
    intro: (shop, title) =>
      `Somebody asked ${shop} to tell this address when ${title ? `“${title}”` : 'a product'} is back in stock. If that was you, please confirm it within seven days. Before that, nothing is sent to you.`,
    button: 'Confirm the address',
    why: 'If it was not you, do nothing: the request is forgotten after seven days.',
    never: 'Or stop it now',
  },
  confirmPage: {
    title: 'Confirm your alert',
    ask: (shop) =>
      `Shall ${shop} send you one e-mail as soon as the product is back in stock? You can stop it at any time.`,
    button: 'Yes, tell me',
    doneTitle: 'You are on the list',
    done: (shop) =>
      `Your address is confirmed. ${shop} will send you one e-mail when the product is back in stock. You may close this page.`,
    inStockTitle: 'It is back already',
    inStock: 'The product is in stock now, so there is nothing to wait for.',
    goneTitle: 'There is nothing to confirm',
    gone: 'The request is older than seven days, or was stopped. You can ask again on the product’s page.',
  },
}
