import { getCountries } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { CODES, countriesIn } from '../../shared/countries.ts'

it('a shop may offer exactly the countries whose numbers the Worker can read', () => {
  expect(CODES).toEqual([...getCountries()].toSorted())
})

it('the form names and sorts countries as a language does', () => {
  const swedish = countriesIn('sv', CODES, 'SE')
  expect(swedish).toContainEqual(['DE', 'Tyskland'])
  expect(swedish.at(-1)).toEqual(['TL', 'Östtimor'])
  expect(countriesIn('de', ['DE', 'SE'], 'SE')).toContainEqual(['DE', 'Deutschland'])
})

it('the form preselects no country if it does not know the right one', () => {
  expect(countriesIn('en', ['SE', 'NO'], 'FR')[0]).toEqual(['', '–'])
  expect(countriesIn('en', ['SE', 'NO'], undefined)).toHaveLength(3)
  expect(countriesIn('en', ['SE', 'NO'], 'SE').map(([code]) => code)).toEqual(['NO', 'SE'])
})
