/** The words of SMS in Polish. Only letters of GSM 03.38: the words are chosen without ą, ć, ę, ł, ó. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: 'Znowu w sklepie {shop}: {item}. {link} Rezygnacja: odpisz STOP.',
  byLink: 'Znowu w sklepie {shop}: {item}. {link} Rezygnacja: {stop}',
  confirm: '{shop}: potwierdz powiadomienie: {link} To nie Ty? Zignoruj te wiadomosc.',
  list: '{shop}: Twoje powiadomienia: {link} To nie Ty? Zignoruj te wiadomosc.',
  stopWords: ['koniec', 'rezygnuję', 'rezygnacja', 'wypisz', 'wypisz mnie', 'anuluj', 'wyłącz'],
  stopPhrases: [
    'rezygnuję',
    'rezygnacja',
    'wypisz',
    'wypisz mnie',
    'wypiszcie',
    'wypisać',
    'wyłącz powiadomienia',
    'nie wysyłaj',
    'nie wysyłajcie',
    'nie piszcie',
    'nie pisz',
    'nie chcę sms',
    'nie chcę smsów',
    'nie chcę wiadomości',
    'nie chcę więcej',
    'przestańcie',
    'przestań',
    'usuń mnie',
    'usuńcie mnie',
    'dajcie spokój',
  ],
  please: ['proszę', 'dziękuję', 'dzięki'],
}
