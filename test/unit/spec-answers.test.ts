/** The check of answers against a description: it lets a good answer through, and notices each broken one. */
import { describe, expect, it } from 'vitest'
import { type Answered, answerCheck, waysMissed } from '../../scripts/specs/answers.ts'

const PETS = {
  paths: {
    '/pets': { post: { responses: { 204: { description: 'No Content' } } } },
    '/pets/{id}': {
      get: {
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
          },
          '4XX': { $ref: '#/components/responses/Fault' },
        },
      },
    },
  },
  components: {
    responses: {
      Fault: {
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { code: { type: 'string' } },
              required: ['code'],
            },
          },
        },
      },
    },
    schemas: {
      Pet: {
        type: 'object',
        properties: { name: { type: 'string', nullable: true }, legs: { type: 'integer' } },
        required: ['name'],
      },
    },
  },
}

const DOG: Answered = {
  method: 'GET',
  path: '/pets/7',
  status: 200,
  type: 'application/json; charset=utf-8',
  text: '{"name":null,"legs":4}',
}
const MADE: Answered = { method: 'POST', path: '/pets', status: 204, type: undefined, text: '' }

describe('the check of answers', () => {
  const check = answerCheck(PETS)

  it.each<[what: string, answer: Answered]>([
    ['a body', DOG],
    ['an error of its class', { ...DOG, status: 418, text: '{"code":"teapot"}' }],
    ['no body', MADE],
  ])('lets through %s, and notices every broken copy', (_what, answer) => {
    expect(check(answer)).toEqual([])
    expect(waysMissed(check, answer)).toEqual([])
  })

  it.each<[what: string, answer: Answered, fault: RegExp]>([
    ['an unknown path', { ...DOG, path: '/cats/7' }, /no such path/],
    ['an unknown method', { ...DOG, method: 'PUT' }, /no such method/],
    ['an unknown status', { ...DOG, status: 202 }, /no such status: 202/],
    ['a class that has no status', { ...DOG, status: 500 }, /no such status: 500/],
    ['another media type', { ...DOG, type: 'text/json' }, /media type text\/json/],
    ['no media type', { ...DOG, type: undefined }, /media type \(none\)/],
    ['a body where none belongs', { ...MADE, text: '{}' }, /has no body/],
    ['a media type without a body', { ...MADE, type: 'application/json' }, /has no body/],
    ['a body that is not JSON', { ...DOG, text: '{' }, /not JSON/],
    ['no body where one belongs', { ...DOG, text: '' }, /not JSON/],
    ['a missing member', { ...DOG, text: '{"legs":4}' }, /required property.* name/],
    ['an unknown member', { ...DOG, text: '{"name":"Rex","nick":"R"}' }, /nick/],
    ['a wrong type', { ...DOG, text: '{"name":"Rex","legs":"4"}' }, /legs .*integer/],
    ['the body of another status', { ...DOG, status: 404 }, /required property.* code/],
  ])('notices %s', (_what, answer, fault) => {
    expect(check(answer).join('\n')).toMatch(fault)
  })

  it('reports the ways that a careless description lets through', () => {
    const open = answerCheck({
      paths: { '/pets': { get: { responses: { default: { content: { 'text/plain': {} } } } } } },
    })
    const answer = { ...DOG, path: '/pets', type: 'text/plain' }
    expect(open(answer)).toEqual([])
    expect(waysMissed(open, answer)).toEqual(['status', 'type', 'unknown', 'missing'])
  })
})
