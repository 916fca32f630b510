/**
 * The beginning of a text, at most `units` UTF-16 units long, that ends between two letters as people
 * see them: an emoji with its joiners, a letter with its marks, a flag and a syllable stay whole
 * (UAX 29). Empty if the first letter alone is longer.
 *
 * Browsers from before 2024 may lack the segmenter: there the text ends between two code points.
 */
export function beginning(text: string, units: number): string {
  if (text.length <= units) return text
  const letter =
    'Segmenter' in Intl ? new Intl.Segmenter().segment(text).containing(units) : undefined
  return text.slice(0, letter?.index ?? units).replace(/\p{Cs}$/u, '')
}
