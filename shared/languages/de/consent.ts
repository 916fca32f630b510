/** What a shopper agrees to, in German. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel {messages} schickt, sobald er wieder vorrätig ist. Ich kann die Einwilligung jederzeit widerrufen, über den Link in der E-Mail oder beim Shop.',
  sms: 'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel {messages} schickt, sobald er wieder vorrätig ist. Die Einwilligung ist keine Bedingung für einen Kauf. Ich kann sie jederzeit widerrufen, mit der Antwort STOP oder beim Shop.',
  smsByLink:
    'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel {messages} schickt, sobald er wieder vorrätig ist. Die Einwilligung ist keine Bedingung für einen Kauf. Ich kann sie jederzeit widerrufen, über den Link in der SMS oder beim Shop.',
  smsAmerican:
    'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel {messages} schickt, sobald er wieder vorrätig ist. Die Einwilligung ist keine Bedingung für einen Kauf. Für Nachrichten und Daten können Gebühren anfallen. Zum Widerruf STOP antworten, für Hilfe HELP.',
  emails: ['eine einzige E-Mail', 'bis zu zwei E-Mails', 'bis zu drei E-Mails'],
  texts: [
    'eine einzige automatische SMS',
    'bis zu zwei automatische SMS',
    'bis zu drei automatische SMS',
  ],
}
