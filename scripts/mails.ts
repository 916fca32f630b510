/** Loads `test/mails.ts` into a script: Node reads TypeScript, and no JSX. */
import { runnerImport } from 'vite'
import type { Look } from '../worker/message/look.ts'

interface SentMail {
  subject: string
  html: string
  text: string
}

/** What scripts use of `test/mails.ts`. */
interface Mails {
  LANGUAGES: string[]
  LOOKS: Record<string, object>
  lookNamed(name: string): Look
  everyMail(locale: string, look: Look): Record<string, SentMail>
}

/** Every kind of mail that the Worker sends. */
export async function mailsOf(): Promise<Mails> {
  const { pathname } = new URL('../test/mails.ts', import.meta.url)
  return (await runnerImport<Mails>(pathname)).module
}
