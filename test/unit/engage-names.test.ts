/** Ids and names as callers of Voyado Engage write them. */
import { describe, expect, it } from 'vitest'
import { contactIdIn, guidIn, guidOf } from '../../worker/doors/dialects/voyado/guid.ts'
import { inOurNames } from '../../worker/doors/dialects/voyado/names.ts'

describe('a GUID', () => {
  it.each([
    'AKLfIWnvpIs_KyV0NVRnRg',
    'AAAAAAAAAAAAAAAAAAAAAA',
    '_____________________w',
    '--------------------_w',
  ])('stands for the contact %s without loss', (id) => {
    expect(contactIdIn(guidOf(id))).toBe(id)
    expect(guidIn(` ${guidOf(id).toUpperCase()} `)).toBe(guidOf(id))
  })

  it.each([
    ['(00a2df21-69ef-a48b-3f2b-257435546746)', true],
    ['{00a2df2169efa48b3f2b257435546746}', true],
    ['{00a2df21-69ef-a48b-3f2b-257435546746', false],
    ['00a2df21-69efa48b-3f2b257435546746', false],
    ['00a2df21-69ef-a48b-3f2b-25743554674', false],
    ['00a2df21-69ef-a48b-3f2b-25743554674g', false],
    ['{}', false],
    ['', false],
  ])('%s is read: %s', (text, expected) => {
    expect(guidIn(text)).toBe(expected ? '00a2df21-69ef-a48b-3f2b-257435546746' : undefined)
  })
})

describe('the names of a body', () => {
  it('are read in any case, at every depth, and the last of equal ones counts', () => {
    const body =
      '[{"CONTACTID":1,"contactId":2,"Sku":3,"Preferences":{"ACCEPTSEMAIL":true},"FavouriteShop":"X"}]'
    expect(inOurNames(JSON.parse(body))).toEqual([
      { contactId: 2, sku: 3, preferences: { acceptsEmail: true }, favouriteShop: 'X' },
    ])
  })

  it('that JavaScript gives a meaning are names like others', () => {
    const read = inOurNames(JSON.parse('{"__proto__":{"sku":"B"},"constructor":1,"":2}'))
    expect(Object.entries(read as object)).toEqual([
      ['__proto__', { sku: 'B' }],
      ['constructor', 1],
      ['', 2],
    ])
    expect((read as { sku?: string }).sku).toBeUndefined()
  })
})
