import { getCountries } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { CODES, countriesIn } from '../../widget/form/countries.ts'

it('offers exactly the countries that the Worker can read numbers of', () => {
  expect(CODES).toEqual([...getCountries()].toSorted())
})

it('names and orders them as a language does', () => {
  const swedish = countriesIn('sv')
  expect(swedish).toContainEqual(['DE', 'Tyskland'])
  expect(swedish.at(-1)).toEqual(['TL', 'Östtimor'])
  expect(countriesIn('de')).toContainEqual(['DE', 'Deutschland'])
})
