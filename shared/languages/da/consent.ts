/** What a shopper agrees to, in Danish. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Jeg giver samtykke til, at {shop} sender mig {messages} for hver vare, jeg vælger her, når den er på lager igen. Jeg kan til enhver tid trække samtykket tilbage via linket i mailen eller hos butikken.',
  sms: 'Jeg giver samtykke til, at {shop} sender mig {messages} for hver vare, jeg vælger her, når den er på lager igen. Samtykket er ikke en betingelse for køb. Jeg kan til enhver tid trække det tilbage ved at svare STOP eller kontakte butikken.',
  smsByLink:
    'Jeg giver samtykke til, at {shop} sender mig {messages} for hver vare, jeg vælger her, når den er på lager igen. Samtykket er ikke en betingelse for køb. Jeg kan til enhver tid trække det tilbage via linket i beskeden eller hos butikken.',
  smsAmerican:
    'Jeg giver samtykke til, at {shop} sender mig {messages} for hver vare, jeg vælger her, når den er på lager igen. Samtykket er ikke en betingelse for køb. Der kan være gebyrer for beskeder og data. Svar STOP for at trække samtykket tilbage, HELP for hjælp.',
  emails: ['én mail', 'op til to mails', 'op til tre mails'],
  texts: ['én automatisk sms', 'op til to automatiske sms’er', 'op til tre automatiske sms’er'],
}
