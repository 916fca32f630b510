import { getCountries } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { CODES, countriesIn } from '../../shared/countries.ts'

it('the form offers exactly the countries whose numbers the Worker can read', () => {
  expect(CODES).toEqual([...getCountries()].toSorted())
})

it('the form names and sorts countries as a language does', () => {
  const swedish = countriesIn('sv')
  expect(swedish).toContainEqual(['DE', 'Tyskland'])
  expect(swedish.at(-1)).toEqual(['TL', 'Östtimor'])
  expect(countriesIn('de')).toContainEqual(['DE', 'Deutschland'])
})
