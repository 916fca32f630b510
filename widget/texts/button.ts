/** The button's words, by language: all the text that the loader carries. */
export const buttonWords: Record<string, string> & { en: string } = {
  en: 'Notify me when available',
  sv: 'Meddela mig när varan är tillbaka',
}
