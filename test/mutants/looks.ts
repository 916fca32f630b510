/** Mutants of the look of mails and pages. */
import type { Mutant } from './mutant.ts'

export const LOOKS: Mutant[] = [
  {
    id: 'look-1',
    says: 'A page may load pictures from anywhere.',
    file: 'worker/doors/shop-look.ts',
    search: '${new URL(logo.url).origin}',
    replace: '*',
    test: 'worker/look.test.ts › the pages in a shop’s look › are all those that a person reaches',
  },
  {
    id: 'look-2',
    says: 'A shop may set a text that is hard to read.',
    file: 'worker/message/colour.ts',
    search: 'TEXT_CONTRAST = 4.5',
    replace: 'TEXT_CONTRAST = 3',
    test: 'unit/look.test.ts › the setting look',
  },
  {
    id: 'look-3',
    says: 'A logo may lie on any host, which then learns who reads a mail.',
    file: 'worker/message/look.ts',
    search: 'if (!isTheirs)',
    replace: 'if (false)',
    test: 'unit/look.test.ts › the setting look',
  },
]
