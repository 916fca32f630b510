/** Old names of what client.ts and answer.ts do, until the sources use these. */
export { readJson as jsonOfAnswer, readText as textOfAnswer } from './answer.ts'
export { askUpstream, type Question } from './client.ts'
