/** The plain form's words are the widget's own: both forms say the same. Pure. */
import { ar } from '../../../widget/texts/ar.ts'
import { da } from '../../../widget/texts/da.ts'
import { de } from '../../../widget/texts/de.ts'
import { en, type Texts } from '../../../widget/texts/en.ts'
import { es } from '../../../widget/texts/es.ts'
import { fi } from '../../../widget/texts/fi.ts'
import { fr } from '../../../widget/texts/fr.ts'
import { it } from '../../../widget/texts/it.ts'
import { ja } from '../../../widget/texts/ja.ts'
import { nb } from '../../../widget/texts/nb.ts'
import { nl } from '../../../widget/texts/nl.ts'
import { pl } from '../../../widget/texts/pl.ts'
import { pt } from '../../../widget/texts/pt.ts'
import { sv } from '../../../widget/texts/sv.ts'

const TEXTS: Record<string, Texts> = { ar, da, de, en, es, fi, fr, it, ja, nb, nl, pl, pt, sv }

/** The words in the language of `locale`; English where there are none. */
export const wordsFor = (locale: string): Texts => {
  const language = locale.split('-')[0] ?? ''
  return (Object.hasOwn(TEXTS, language) && TEXTS[language]) || en
}

/** The words for the code of a fault; those of `otherwise` where the code has no words of its own. */
export const told = ({ errors }: Texts, code: string, otherwise: keyof Texts['errors']): string =>
  errors[Object.hasOwn(errors, code) ? (code as keyof Texts['errors']) : otherwise]
