import type { SourceConnector } from '../source.ts'
export const page: SourceConnector<'page'> = {
  type: 'page',
  secrets: [],
  addresses: [],
  create: () => ({ changesSince: async () => ({ kind: 'done' }) }),
}
