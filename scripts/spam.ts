/**
 * `npm run spam`: gives every kind of mail, in every language and three looks, to SpamAssassin, without a
 * network. Fails if one scores above 0.5. On Debian: `apt-get install spamassassin`.
 */
import { spawnSync } from 'node:child_process'
import { mailsOf } from './mails.ts'

/** The highest score that a mail may have. SpamAssassin calls 5.0 spam. */
const MOST = 0.5

const { everyMail, LOOKS, lookNamed, LANGUAGES } = await mailsOf()

if (spawnSync('spamassassin', ['--version']).error) {
  console.error('SpamAssassin is not installed. On Debian: apt-get install spamassassin')
  process.exit(2)
}

const looks = Object.keys(LOOKS)
const mails = looks.flatMap((look) =>
  LANGUAGES.flatMap((locale) =>
    Object.entries(everyMail(locale, lookNamed(look))).map(([kind, mail]) => ({
      kind,
      look,
      locale,
      mail,
    })),
  ),
)

// One process for all: its rules take two seconds to load.
const box = mails.map(
  ({ mail }, index) => `From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n${mime(mail, index)}\n`,
)
const { stdout, stderr, status } = spawnSync('spamassassin', ['-L', '-t', '--mbox'], {
  input: box.join('\n'),
  encoding: 'utf8',
  maxBuffer: 1 << 30,
})
if (status !== 0) throw new Error(stderr)

const scores = new Map<number, { score: number; rules: string }>()
for (const one of stdout.split(/^From MAILER-DAEMON .*$/m)) {
  const [, index] = /^Message-ID: <(\d+)\./im.exec(one) ?? []
  const [, score, rules = ''] =
    /^X-Spam-Status: \w+, score=(-?[\d.]+)[^]*?tests=([^]*?)\s+autolearn/m.exec(one) ?? []
  if (index && score)
    scores.set(Number(index), { score: Number(score), rules: rules.replaceAll(/\s+/g, ' ') })
}
if (scores.size !== mails.length) {
  throw new Error(`SpamAssassin scored ${scores.size} of ${mails.length} mails`)
}

const kinds = [...new Set(mails.map(({ kind }) => kind))]
console.log(`The highest score of each kind, over ${LANGUAGES.length} languages:\n`)
console.log(['', ...looks].map((cell) => cell.padEnd(16)).join(''))
const worst = (kind: string, look: string) =>
  Math.max(
    ...mails.flatMap((one, index) =>
      one.kind === kind && one.look === look ? [scores.get(index)?.score ?? Infinity] : [],
    ),
  )
for (const kind of kinds) {
  const cells = looks.map((look) => worst(kind, look).toFixed(1))
  console.log([kind, ...cells].map((cell) => cell.padEnd(16)).join(''))
}

const bad = mails.flatMap((one, index) => {
  const found = scores.get(index)
  return found && found.score > MOST ? [{ ...one, ...found }] : []
})
for (const { kind, look, locale, score, rules } of bad) {
  console.error(`${kind}, ${look}, ${locale}: ${score} (${rules})`)
}
const rules = [...new Set([...scores.values()].flatMap((one) => one.rules.split(/, ?/)))]
console.log(`\nRules that matched: ${rules.toSorted().join(', ')}`)
console.log(
  bad.length > 0 ? `\n${bad.length} mails score above ${MOST}.` : `\nNo mail scores above ${MOST}.`,
)
if (bad.length > 0) process.exitCode = 1

/** A mail as a mail service sends it. */
function mime(mail: { subject: string; html: string; text: string }, index: number): string {
  const boundary = `part-${index}`
  const coded = (text: string) => Buffer.from(text).toString('base64')
  const part = (type: string, text: string) =>
    [
      `--${boundary}`,
      `Content-Type: ${type}; charset=utf-8`,
      'Content-Transfer-Encoding: quoted-printable',
      '',
      quoted(text),
    ].join('\n')
  return [
    'From: Acme <alerts@acme.example>',
    'To: Ada <ada@example.com>',
    `Subject: =?utf-8?B?${coded(mail.subject)}?=`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${index}.0123456789abcdef@acme.example>`,
    'List-Unsubscribe: <https://alerts.acme.example/u/token>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    part('text/plain', mail.text),
    part('text/html', mail.html),
    `--${boundary}--`,
    '',
  ].join('\n')
}

/** Quoted-printable (RFC 2045, 6.7), in lines of at most 76 characters. */
function quoted(text: string): string {
  const lines = text.split('\n').map((line) => {
    const units = [...Buffer.from(line)].map((byte) =>
      byte === 0x3d || byte < 0x20 || byte > 0x7e
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    const out: string[] = []
    let now = ''
    for (const unit of units) {
      if (now.length + unit.length > 75) {
        out.push(`${now}=`)
        now = ''
      }
      now += unit
    }
    return [...out, now.replace(/ $/, '=20')].join('\n')
  })
  // A line that begins so would begin the next mail of the box.
  return lines.join('\n').replaceAll(/^From /gm, '=46rom ')
}
