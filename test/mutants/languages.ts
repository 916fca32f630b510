import type { Mutant } from './mutant.ts'

/** Which language a text, a level and an entry are for. */
export const LANGUAGES: Mutant[] = [
  {
    id: 'language-1',
    says: 'A shopper is refused because the page’s template wrote no language tag.',
    file: 'worker/doors/widget/shop.ts',
    search: "'locale' in request ?",
    replace: "'lang' in request ?",
    test: 'worker/locale.test.ts › a page whose template wrote no locale › subscribes the shopper, who gets the mail in the shop’s language',
  },
  {
    id: 'language-2',
    says: 'A word of a template is stored as a language.',
    file: 'shared/locale.ts',
    search: '[a-z]{2,3}',
    replace: '[a-z]{2,8}',
    test: 'unit/languages.test.ts › a locale',
  },
  {
    id: 'language-3',
    says: 'Who reads Nynorsk gets nothing that the shop wrote in Bokmål.',
    file: 'shared/locale.ts',
    search: "'nb')",
    replace: "'nn')",
    test: 'worker/locale.test.ts › Norwegian › is one language, whether a shop or a page calls it no, nn or nb',
  },
  {
    id: 'language-4',
    says: 'A source loses an item to a locale that is none.',
    file: 'worker/source/sink.ts',
    search: 'localeIn(one.locale) ?? shop.settings.defaultLocale',
    replace: "localeIn(one.locale) ?? '{{ lang }}'",
    test: 'worker/sources.test.ts › a source › loses no item to a locale that is none, and spells every locale in one way',
  },
  {
    id: 'language-5',
    says: 'A level for a language notifies people of a region whose own level is sold out.',
    file: 'worker/restock/serves.ts',
    search: 'x.locale = ${locale}',
    replace: "x.locale = 'none'",
    test: 'worker/match.test.ts › a restock for a language › serves its regions but one that has a level of its own, and each person once',
  },
  {
    id: 'language-6',
    says: 'A page says that a region is in stock, although its own level is sold out.',
    file: 'worker/restock/serves.ts',
    search: "AND NOT ${hasOwnLevel('l', key)}",
    replace: "AND NOT (false AND ${hasOwnLevel('l', key)})",
    test: 'worker/match.test.ts › a restock for a language › serves its regions but one that has a level of its own, and each person once',
  },
  {
    id: 'language-7',
    says: 'Brazilian Portuguese is taken for Portuguese.',
    file: 'worker/homes/language.ts',
    search: "tag.includes('-') && !tag.startsWith('zh-')",
    replace: "tag.includes('_') && !tag.startsWith('zh-')",
    test: 'worker/meanings.test.ts › a locale › fits another one as the table says, in SQL and in JavaScript, and stands in its range',
  },
  {
    id: 'language-8',
    says: 'A level for Taiwan is lost for who reads traditional Chinese.',
    file: 'worker/homes/language.ts',
    search: "'zh-MO') THEN 'zh-Hant'",
    replace: "'zh-MO') THEN 'zh-Hans'",
    test: 'worker/meanings.test.ts › a locale › fits another one as the table says, in SQL and in JavaScript, and stands in its range',
  },
]
