/** The words of SMS in Polish. Only letters of GSM 03.38: the words are chosen without ą, ć, ę, ł, ó. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Znowu w sklepie {shop}: {item}. {link} Rezygnacja: odpisz STOP.',
  byLink: 'Znowu w sklepie {shop}: {item}. {link} Rezygnacja: {stop}',
  stopWords: ['koniec', 'rezygnuję', 'rezygnacja', 'wypisz', 'wypisz mnie', 'anuluj', 'wyłącz'],
  please: ['proszę', 'dziękuję', 'dzięki'],
}
