/** What a shopper agrees to, in German. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel eine einzige E-Mail schickt, sobald er wieder vorrätig ist. Ich kann die Einwilligung jederzeit widerrufen, über den Link in der E-Mail oder beim Shop.',
  sms: 'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel eine einzige automatische SMS schickt, sobald er wieder vorrätig ist. Die Einwilligung ist keine Bedingung für einen Kauf. Ich kann sie jederzeit widerrufen, mit der Antwort STOP oder beim Shop.',
  smsByLink:
    'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel eine einzige automatische SMS schickt, sobald er wieder vorrätig ist. Die Einwilligung ist keine Bedingung für einen Kauf. Ich kann sie jederzeit widerrufen, über den Link in der SMS oder beim Shop.',
  smsAmerican:
    'Ich willige ein, dass {shop} mir zu jedem hier gewählten Artikel eine einzige automatische SMS schickt, sobald er wieder vorrätig ist. Die Einwilligung ist keine Bedingung für einen Kauf. Für Nachrichten und Daten können Gebühren anfallen. Zum Widerruf STOP antworten, für Hilfe HELP.',
}
