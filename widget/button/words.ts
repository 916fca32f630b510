/**
 * The form's words in a language: its file's, with the shop's own on top. English is not a file: the
 * form carries it, and the button its one word, so that most pages fetch none.
 *
 * A shop's own words stand in the page as data, which no policy for scripts forbids:
 * `<script type="application/json" data-shelfbell-texts>{"en": {"button": "Tell me"}}</script>`,
 * by language tag, with the keys of shared/languages/en/form.ts. A language without a file may be
 * brought along whole.
 */
import { languageOf } from '../../shared/languages/look-up.ts'
import type { OwnWords } from '../../shared/languages/words.ts'

interface Module {
  form: OwnWords
}

/** The words for a language tag; nothing where there are none, or where they do not arrive. */
export async function wordsIn(files: string, locale = ''): Promise<OwnWords> {
  let own: Record<string, OwnWords> = {}
  let words: OwnWords = {}
  try {
    const script = document.querySelector('script[data-shelfbell-texts]') as HTMLScriptElement
    own = JSON.parse(script.text) ?? {}
  } catch {
    // The page has no such script, or something else than JSON in it.
  }
  const tag = languageOf(locale, LANGUAGES.split(','))
  if (tag) {
    try {
      words = ((await import(/* @vite-ignore */ `${files}texts-${tag}.js`)) as Module).form
    } catch {
      // English is better than no button.
    }
  }
  const language = languageOf(locale, Object.keys(own)) ?? words.language ?? 'en'
  const mine = own[language]
  return { language, ...words, ...mine, errors: { ...words.errors, ...mine?.errors } }
}
