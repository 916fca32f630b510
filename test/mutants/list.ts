/** All mutants. `npm run mutants` runs them, CI a tenth of them in turn. */
import { DELIVERY } from './delivery.ts'
import { DESTINATIONS } from './destinations.ts'
import { DIALECTS } from './dialects.ts'
import { KEYS } from './keys.ts'
import { KLAVIYO } from './klaviyo.ts'
import { KLAVIYO_CATALOG } from './klaviyo-catalog.ts'
import { LANGUAGES } from './languages.ts'
import { LOOKS } from './looks.ts'
import { CONSENTS } from './marketing.ts'
import { MATCHING } from './matching.ts'
import { PAGES } from './pages.ts'
import { PEOPLE } from './people.ts'
import { SEQUENZY } from './sequenzy.ts'
import { SOURCES } from './sources.ts'
import { SUBSCRIBING } from './subscribing.ts'
import { TRUST } from './trust.ts'
import { VOYADO } from './voyado.ts'
import { WIDGET } from './widget.ts'
import type { Mutant } from './mutant.ts'

export const MUTANTS: Mutant[] = [
  ...MATCHING,
  ...DELIVERY,
  ...DESTINATIONS,
  ...DIALECTS,
  ...VOYADO,
  ...KLAVIYO,
  ...KLAVIYO_CATALOG,
  ...SEQUENZY,
  ...SOURCES,
  ...PAGES,
  ...SUBSCRIBING,
  ...CONSENTS,
  ...PEOPLE,
  ...KEYS,
  ...LANGUAGES,
  ...LOOKS,
  ...TRUST,
  ...WIDGET,
]
