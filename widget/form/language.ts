/** Which language the form speaks: English is at hand, any other comes when it is needed. */
import { en, type Texts } from '../texts/en.ts'

const others: Record<string, () => Promise<Texts>> = {
  sv: () => import('../texts/sv.ts').then(({ sv }) => sv),
}

/** The words for a language tag; English where there are none, or where they do not arrive. */
export async function textsFor(locale = ''): Promise<Texts> {
  try {
    return (await others[`${locale.split('-')[0]}`]?.()) ?? en
  } catch {
    return en
  }
}
