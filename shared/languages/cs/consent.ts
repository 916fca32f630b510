/** What a shopper agrees to, in Czech. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Souhlasím s tím, že mi obchod {shop} pošle {messages} ke každému zde vybranému produktu, až bude znovu skladem. Souhlas mohu kdykoli odvolat, odkazem v e-mailu nebo přímo u obchodu.',
  sms: 'Souhlasím s tím, že mi obchod {shop} pošle {messages} ke každému zde vybranému produktu, až bude znovu skladem. Souhlas není podmínkou nákupu. Mohu ho kdykoli odvolat, odpovědí STOP nebo přímo u obchodu.',
  smsByLink:
    'Souhlasím s tím, že mi obchod {shop} pošle {messages} ke každému zde vybranému produktu, až bude znovu skladem. Souhlas není podmínkou nákupu. Mohu ho kdykoli odvolat, odkazem ve zprávě nebo přímo u obchodu.',
  smsAmerican:
    'Souhlasím s tím, že mi obchod {shop} pošle {messages} ke každému zde vybranému produktu, až bude znovu skladem. Souhlas není podmínkou nákupu. Za zprávy a data mohou být účtovány poplatky. Souhlas odvoláte odpovědí STOP, nápovědu získáte odpovědí HELP.',
  emails: ['jeden e-mail', 'až dva e-maily', 'až tři e-maily'],
  texts: ['jednu automatickou SMS', 'až dvě automatické SMS', 'až tři automatické SMS'],
}
