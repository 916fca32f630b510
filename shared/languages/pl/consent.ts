/** What a shopper agrees to, in Polish. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Wyrażam zgodę na otrzymanie od sklepu {shop} {messages} o każdym wybranym tutaj produkcie, gdy znów będzie dostępny. Zgodę mogę wycofać w każdej chwili, klikając link w wiadomości lub kontaktując się ze sklepem.',
  sms: 'Wyrażam zgodę na otrzymanie od sklepu {shop} {messages} o każdym wybranym tutaj produkcie, gdy znów będzie dostępny. Zgoda nie jest warunkiem zakupu. Mogę ją wycofać w każdej chwili, odpisując STOP lub kontaktując się ze sklepem.',
  smsByLink:
    'Wyrażam zgodę na otrzymanie od sklepu {shop} {messages} o każdym wybranym tutaj produkcie, gdy znów będzie dostępny. Zgoda nie jest warunkiem zakupu. Mogę ją wycofać w każdej chwili, klikając link w wiadomości lub kontaktując się ze sklepem.',
  smsAmerican:
    'Wyrażam zgodę na otrzymanie od sklepu {shop} {messages} o każdym wybranym tutaj produkcie, gdy znów będzie dostępny. Zgoda nie jest warunkiem zakupu. Mogą zostać naliczone opłaty za wiadomości i transmisję danych. Aby zrezygnować, odpisz STOP; aby uzyskać pomoc, odpisz HELP.',
  emails: [
    'jednej wiadomości e-mail',
    'najwyżej dwóch wiadomości e-mail',
    'najwyżej trzech wiadomości e-mail',
  ],
  texts: [
    'jednego automatycznego SMS-a',
    'najwyżej dwóch automatycznych SMS-ów',
    'najwyżej trzech automatycznych SMS-ów',
  ],
}
