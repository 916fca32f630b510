/** What a shopper agrees to, in Norwegian Bokmål. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Jeg samtykker til at {shop} sender meg {messages} for hver vare jeg velger her, når den er på lager igjen. Jeg kan trekke samtykket tilbake når som helst, med lenken i e-posten eller hos butikken.',
  sms: 'Jeg samtykker til at {shop} sender meg {messages} for hver vare jeg velger her, når den er på lager igjen. Samtykket er ikke et vilkår for kjøp. Jeg kan trekke det tilbake når som helst ved å svare STOP eller kontakte butikken.',
  smsByLink:
    'Jeg samtykker til at {shop} sender meg {messages} for hver vare jeg velger her, når den er på lager igjen. Samtykket er ikke et vilkår for kjøp. Jeg kan trekke det tilbake når som helst, med lenken i meldingen eller hos butikken.',
  smsAmerican:
    'Jeg samtykker til at {shop} sender meg {messages} for hver vare jeg velger her, når den er på lager igjen. Samtykket er ikke et vilkår for kjøp. Gebyrer for meldinger og data kan påløpe. Svar STOP for å trekke samtykket tilbake, HELP for hjelp.',
  emails: ['én e-post', 'opptil to e-poster', 'opptil tre e-poster'],
  texts: ['én automatisk SMS', 'opptil to automatiske SMS-er', 'opptil tre automatiske SMS-er'],
}
