/** What a shopper agrees to, in Swedish. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Jag samtycker till att {shop} skickar mig {messages} för varje vara jag väljer här, när den finns i lager igen. Jag kan återkalla samtycket när som helst, via länken i mejlet eller hos butiken.',
  sms: 'Jag samtycker till att {shop} skickar mig {messages} för varje vara jag väljer här, när den finns i lager igen. Samtycket är inget villkor för köp. Jag kan återkalla det när som helst genom att svara STOP eller kontakta butiken.',
  smsByLink:
    'Jag samtycker till att {shop} skickar mig {messages} för varje vara jag väljer här, när den finns i lager igen. Samtycket är inget villkor för köp. Jag kan återkalla det när som helst, via länken i meddelandet eller hos butiken.',
  smsAmerican:
    'Jag samtycker till att {shop} skickar mig {messages} för varje vara jag väljer här, när den finns i lager igen. Samtycket är inget villkor för köp. Avgifter för meddelanden och data kan tillkomma. Svara STOP för att återkalla, HELP för hjälp.',
  emails: ['ett mejl', 'upp till två mejl', 'upp till tre mejl'],
  texts: ['ett automatiskt sms', 'upp till två automatiska sms', 'upp till tre automatiska sms'],
}
