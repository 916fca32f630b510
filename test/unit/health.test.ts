import { describe, expect, it } from 'vitest'
import {
  adviceOf,
  dmarcNames,
  judge,
  mustHold,
  rampLimit,
  spfTerms,
} from '../../worker/health/rules.ts'
import { COMPLAINTS_HELD, RAMP_DAYS, RAMP_FIRST } from '../../worker/limits.ts'

const SENDER = {
  domain: 'mail.acme.example',
  destination: 'email',
  ramps: true,
  dkim: ['resend'],
  returnPath: { below: 'send', include: 'amazonses.com' },
}
const DMARC = '_dmarc.mail.acme.example'
const DKIM = 'resend._domainkey.mail.acme.example'
const SPF = 'send.mail.acme.example'
const GOOD = {
  [DMARC]: ['v=DMARC1; p=quarantine'],
  [DKIM]: ['p=MIGf'],
  [SPF]: ['v=spf1 include:amazonses.com ~all'],
}

/** The states in order: DMARC, DKIM, SPF, alignment. */
function states(
  changes: Record<string, string[] | undefined>,
  sender: Parameters<typeof judge>[0] = SENDER,
  lookups?: number,
): string {
  const names = [...dmarcNames(sender.domain), DKIM, SPF]
  const all: Record<string, string[] | undefined> = { ...GOOD, ...changes }
  const texts = new Map(names.map((name) => [name, name in all ? all[name] : []]))
  return judge(sender, texts, lookups)
    .map(({ state }) => state)
    .join(' ')
}

describe('the sender of mails', () => {
  it.each([
    ['is good where all three records are there', {}, 'good good good good'],
    ['has no DMARC record', { [DMARC]: [] }, 'bad good good good'],
    ['has a text there that is none', { [DMARC]: ['v=spf1 -all'] }, 'bad good good good'],
    [
      'has the record of its parent',
      { [DMARC]: [], '_dmarc.acme.example': ['v=DMARC1;p=none'] },
      'good good good good',
    ],
    [
      'has two DMARC records',
      { [DMARC]: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
      'bad good good good',
    ],
    ['has a policy that is none', { [DMARC]: ['v=DMARC1; p=all'] }, 'bad good good good'],
    ['has no policy', { [DMARC]: ['v=DMARC1; rua=mailto:a@acme.example'] }, 'bad good good good'],
    ['has a policy in capitals', { [DMARC]: ['v=DMARC1; P=REJECT'] }, 'good good good good'],
    ['has no key', { [DKIM]: [] }, 'good bad good good'],
    ['has a revoked key', { [DKIM]: ['v=DKIM1; p='] }, 'good bad good good'],
    ['has a key of another version', { [DKIM]: ['v=DKIM2; p=MIGf'] }, 'good bad good good'],
    ['has no SPF record', { [SPF]: [] }, 'good good bad good'],
    [
      'has two SPF records',
      { [SPF]: ['v=spf1 -all', 'v=spf1 include:amazonses.com -all'] },
      'good good bad good',
    ],
    [
      'allows another service',
      { [SPF]: ['v=spf1 include:other.example ~all'] },
      'good good bad good',
    ],
    [
      'forbids its service',
      { [SPF]: ['v=spf1 -include:amazonses.com ~all'] },
      'good good bad good',
    ],
    [
      'names its service in capitals',
      { [SPF]: ['V=SPF1 +Include:AmazonSES.com ~all'] },
      'good good good good',
    ],
    ['has neither key nor SPF', { [DKIM]: [], [SPF]: [] }, 'good bad bad bad'],
    [
      'has SPF alone, and strict alignment',
      { [DKIM]: [], [DMARC]: ['v=DMARC1; p=reject; aspf=s'] },
      'good bad good bad',
    ],
    ['has no answer about DMARC', { [DMARC]: undefined }, 'unknown good good good'],
    ['has no answer about its key', { [DKIM]: undefined }, 'good unknown good good'],
    [
      'has no answer about SPF and no key',
      { [DKIM]: [], [SPF]: undefined },
      'good bad unknown unknown',
    ],
    [
      'has no answer at all',
      { [DMARC]: undefined, [DKIM]: undefined, [SPF]: undefined },
      'unknown unknown unknown unknown',
    ],
  ])('%s', (_, changes, expected) => {
    expect(states(changes)).toBe(expected)
  })

  it('has too many lookups in its SPF record', () => {
    expect(states({}, SENDER, 10)).toBe('good good good good')
    expect(states({}, SENDER, 11)).toBe('good good bad good')
  })

  it('is not judged where only its account knows the names', () => {
    const { dkim: _, returnPath: __, ...unknown } = SENDER
    expect(states({}, unknown)).toBe('good unknown unknown unknown')
  })

  it('gets advice that names the record to add', () => {
    const nothing = judge(
      SENDER,
      new Map([...dmarcNames(SENDER.domain), DKIM, SPF].map((name) => [name, []])),
    )
    expect(adviceOf(nothing)).toEqual([
      'The domain has no DMARC record. Gmail and Yahoo want one of every sender. Add: TXT _dmarc.mail.acme.example: v=DMARC1; p=none',
      'There is no DKIM key at resend._domainkey.mail.acme.example. Add the record that your mail service shows for it.',
      'There is no SPF record at send.mail.acme.example. Add: TXT send.mail.acme.example: v=spf1 include:amazonses.com ~all',
      'Neither a signature nor a return path counts for mail.acme.example. Mend DKIM first.',
    ])
  })

  it('is looked for at the domain and its parents, but not at the top', () => {
    expect(dmarcNames('a.b.example')).toEqual(['_dmarc.a.b.example', '_dmarc.b.example'])
  })

  it.each([
    ['v=spf1 -all', 0, []],
    ['v=spf1 a mx:other.example ip4:1.2.3.4 ~all', 2, []],
    [
      'v=spf1 include:a.example ?include:b.example redirect=c.example',
      3,
      ['a.example', 'b.example', 'c.example'],
    ],
    ['v=spf1 exists:%{i}.x.example ptr all', 2, []],
  ])('counts the lookups of %s', (record, costs, includes) => {
    expect(spfTerms(record)).toEqual({ costs, includes })
  })

  it('may send twice as much each day, and after the ramp as much as there is', () => {
    const limits = [0, 1, 2, RAMP_DAYS - 1, RAMP_DAYS].map((age) =>
      rampLimit(age, RAMP_FIRST, RAMP_DAYS),
    )
    expect(limits).toEqual([1000, 2000, 4000, 512_000, Number.MAX_SAFE_INTEGER])
  })

  it.each([
    [{ sent: 1000, complained: 2 }, false],
    [{ sent: 1000, complained: 3 }, true],
    [{ sent: 1001, complained: 3 }, false],
    [{ sent: 10, complained: 2 }, false],
    [{ sent: 0, complained: 3 }, true],
    [{ sent: 100_000, complained: 299 }, false],
    [{ sent: 100_000, complained: 300 }, true],
  ])('with %j is held: %s', (counts, held) => {
    expect(mustHold(counts, COMPLAINTS_HELD)).toBe(held)
  })
})
