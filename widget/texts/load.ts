/**
 * The words of a language: its file's, with the shop's own on top. English is not a file: the form
 * carries it, and the button its one word, so that most pages fetch none.
 *
 * A shop's own words stand in the page as data, which no policy for scripts forbids:
 * `<script type="application/json" data-shelfbell-texts>{"en": {"button": "Tell me"}}</script>`,
 * by language, with the keys of `en.ts`. A language without a file may be brought along whole.
 */
import type { Words } from './en.ts'

function ownWords(): Record<string, Words> {
  const script = document.querySelector<HTMLScriptElement>('script[data-shelfbell-texts]')
  try {
    return (JSON.parse(script?.text ?? '{}') ?? {}) as Record<string, Words>
  } catch {
    return {}
  }
}

/** The words for a language tag; nothing where there are none, or where they do not arrive. */
export async function wordsIn(files: string, locale = ''): Promise<Words> {
  const [tag = ''] = locale.toLowerCase().split('-')
  // Norwegian has several tags for what is one file.
  const wanted = tag.replace(/^n[on]$/, 'nb')
  const all = ownWords()
  let words: Words = {}
  if (wanted && LANGUAGES.split(',').includes(wanted)) {
    try {
      const module = await import(/* @vite-ignore */ `${files}texts-${wanted}.js`)
      words = (module as Record<string, Words>)[wanted] ?? {}
    } catch {
      // English is better than no button.
    }
  }
  const own = all[wanted] ?? (words.language ? {} : all['en'])
  return {
    ...(all[wanted] && { language: wanted }),
    ...words,
    ...own,
    errors: { ...words.errors, ...own?.errors },
  }
}
