/**
 * What mails use although a mail client does not support it, by the tables of caniemail.com, and why
 * that does no harm. The test fails on a feature that is missing here, and on an entry that is not
 * needed any more.
 */

/** The clients that are checked, in all their versions. */
export const CLIENTS = ['gmail.*', 'apple-mail.*', 'outlook.*', 'yahoo.*', 'gmx.*', 'web-de.*']

const GMAIL = ['android', 'desktop-webmail', 'ios', 'mobile-webmail'].map((one) => `gmail.${one}`)
const MOBILE_GMAIL = ['gmail.mobile-webmail']
const WORD = ['outlook.windows', 'outlook.windows-mail']
const APPS = ['outlook.android', 'outlook.ios']
const WEB = ['outlook.outlook-com']
const MAC = ['outlook.macos']
const YAHOO = ['yahoo.android', 'yahoo.desktop-webmail', 'yahoo.ios']
const GMX = ['gmx.desktop-webmail', 'web-de.desktop-webmail']
const GMX_APPS = ['gmx.android', 'web-de.android']
const GMX_IPHONE = ['gmx.ios', 'web-de.ios']

const DARK = 'Dark mode needs it; without it the light look stays, which is inline.'
const HIDDEN =
  'One of several ways to hide the text for the list of mails: the others hide it there.'
const READERS = 'For screen readers; a table without it is read cell by cell, in the same order.'

/** A feature by its title at caniemail.com, the clients that lack it, and why mails use it. */
export const UNSUPPORTED: [feature: string, clients: string[], reason: string][] = [
  [
    'color-scheme meta tag',
    [...GMAIL, 'apple-mail.ios', ...WORD, ...APPS, ...WEB, ...MAC, ...YAHOO, ...GMX],
    DARK,
  ],
  [
    'color-scheme CSS property',
    [...GMAIL, 'outlook.windows', ...APPS, ...WEB, ...MAC, ...YAHOO, ...GMX],
    DARK,
  ],
  ['@media', [...MOBILE_GMAIL, ...WORD], DARK],
  ['<style> element', [...MOBILE_GMAIL, ...GMX], DARK],
  ['!important keyword', GMX, DARK],
  ['Class selector', MOBILE_GMAIL, DARK],
  ['Descendant combinator', MOBILE_GMAIL, DARK],
  ['Attribute selector', [...MOBILE_GMAIL, ...WORD, ...GMX], DARK],
  ['display:none', MOBILE_GMAIL, HIDDEN],
  ['opacity', [...MOBILE_GMAIL, ...WORD, ...GMX], HIDDEN],
  ['max-height property', WORD, HIDDEN],
  ['overflow', WORD, HIDDEN],
  ['border-radius', [...WORD, ...GMX], 'Corners are square there, and nothing else changes.'],
  [
    '<bdi> element',
    [...GMAIL, ...WORD, ...APPS, ...WEB, ...YAHOO, ...GMX, ...GMX_APPS],
    'The name is shown without it. Only punctuation beside a name of the other direction may move.',
  ],
  [
    'system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace',
    WORD,
    'The next font of the stack takes its place.',
  ],
  [
    '<body> element',
    [...MAC, 'yahoo.android', 'yahoo.ios'],
    'They keep its content. Its colours, font, language and direction are on a <div> as well.',
  ],
  ['dir attribute', GMX, 'Each language’s letters run in their own direction without it.'],
  [
    'lang attribute',
    [...GMX, ...GMX_APPS],
    'For screen readers; they take the language of the system without it.',
  ],
  ['role attribute', ['outlook.windows-mail', ...GMX, ...GMX_APPS], READERS],
]

/** Features of the mails about which caniemail.com says nothing for some of these clients. */
export const UNKNOWN: [feature: string, clients: string[]][] = [
  ['<img> element', [...GMX_APPS, ...GMX_IPHONE]],
  [
    'system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace',
    ['web-de.desktop-webmail', ...GMX_APPS, ...GMX_IPHONE],
  ],
]
