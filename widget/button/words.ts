/**
 * Finds the form's words in a language: those of the language's file, then the shop's own. English
 * has no file, because the form and the button contain it; so most pages load no file.
 *
 * A shop writes its own words into the page as data, which no policy for scripts forbids:
 * `<script type="application/json" data-shelfbell-texts>{"en": {"button": "Tell me"}}</script>`. The
 * keys are language tags, then the keys of shared/languages/en/form.ts. A shop can add a language
 * that has no file.
 */
import { languageOf } from '../../shared/languages/look-up.ts'
import type { OwnWords } from '../../shared/languages/words.ts'

interface Module {
  form: OwnWords
}

/** The words for a language tag; only the tag if there are none, or if their file does not load. */
export async function wordsIn(files: string, locale = ''): Promise<OwnWords> {
  let own: Record<string, OwnWords> = {}
  let words: OwnWords = {}
  try {
    const script = document.querySelector('script[data-shelfbell-texts]') as HTMLScriptElement
    own = JSON.parse(script.text) ?? {}
  } catch {
    // The page has no such script, or its content is not JSON.
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
