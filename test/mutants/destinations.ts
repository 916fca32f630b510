/** What destinations are sent, and what they may say. */
import type { Mutant } from './mutant.ts'

export const DESTINATIONS: Mutant[] = [
  {
    id: '27',
    says: 'In a country of several time zones, one zone without quiet hours is enough.',
    file: 'worker/message/quiet.ts',
    search: 'return offsets.some((offset) =>',
    replace: 'return offsets.every((offset) =>',
    test: 'contract/destinations/sms.test.ts › quiet hours',
  },
  {
    id: '28',
    says: 'A webhook is sent to a host with a private address.',
    file: 'worker/connectors/destinations/only-public.ts',
    search: "if (all.includes('private')) return",
    replace: 'if (all.length === 0) return',
    test: 'contract/destinations/webhook.test.ts › outside local development, a webhook',
  },
  {
    id: '29',
    says: 'An IPv4-mapped IPv6 address counts as public.',
    file: 'worker/connectors/public-address.ts',
    search: "ipaddr.process(address).range() === 'unicast'",
    replace:
      "!['loopback', 'private', 'linkLocal', 'uniqueLocal', 'carrierGradeNat', 'unspecified', 'reserved'].includes(ipaddr.parse(address).range())",
    test: 'contract/destinations/webhook.test.ts › outside local development, a webhook › is not sent to mapped.example',
  },
  {
    id: '30',
    says: 'A redirect of a vendor’s API is followed, with the key.',
    file: 'worker/connectors/send.ts',
    search: "redirect: 'manual',",
    replace: "redirect: 'follow',",
    test: 'contract/destinations/webhook.test.ts › a webhook’s receiver › that redirects gets no second request elsewhere',
  },
  {
    id: '31',
    says: 'A receiver that answered 410 is called again.',
    file: 'worker/delivery/refusals.ts',
    search: 'if (outcome.disable) await',
    replace: 'if (outcome.disable && now === 0) await',
    test: 'contract/destinations/webhook.test.ts › a webhook’s receiver › that answers 410 gets no more calls until somebody opens it again',
  },
  {
    id: '33',
    says: 'Anybody can say STOP in a person’s name.',
    file: 'worker/connectors/destinations/sms/reports.ts',
    search: "return 'good'\n  }\n  return 'bad'",
    replace: "return 'good'\n  }\n  return 'good'",
    test: 'contract/destinations/sms.test.ts › a reply to an SMS',
  },
  {
    id: '34',
    says: 'Anybody can report that an address bounced.',
    file: 'worker/connectors/destinations/email/services/postmark/reports.ts',
    search: "? 'good' : 'bad'",
    replace: "? 'good' : 'good'",
    test: 'contract/destinations/email-hooks.test.ts › a webhook of a mail service',
  },
  {
    id: '35',
    says: 'Voyado sets acceptsEmail for a person who did not agree.',
    file: 'worker/connectors/destinations/voyado/marketing.ts',
    search: "if (!options.acceptsEmail || !agreedToMarketing(call, 'email')) return",
    replace: 'if (!options.acceptsEmail) return',
    test: 'contract/destinations/voyado.test.ts › a subscription to Voyado',
  },
  {
    id: '61',
    says: 'Calls to Voyado for one contact overlap.',
    file: 'worker/connectors/destinations/voyado/voyado.ts',
    search: '(last.get(contactId) ?? Promise.resolve()).then(work, work)',
    replace: 'work()',
    test: 'contract/destinations/voyado.test.ts › a subscription to Voyado › waits for each answer before the next call about the same person',
  },
]
