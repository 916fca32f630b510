/**
 * The words of consent for shops that write none of their own. A change of any of them is another
 * version: what was shown under a version is what was agreed to.
 */
import type { ConsentTexts } from './consent.ts'

export const STANDARD_VERSION = 'standard-1'

/** By language, in the name of a shop. */
export const standardTexts = (shop: string): Record<string, ConsentTexts> => ({
  en: {
    email: `${shop} will send me one e-mail when this product is back in stock. I can unsubscribe at any time.`,
    sms: `${shop} will send me one automated text message when this product is back in stock. Consent is not a condition of purchase. Message and data rates may apply. Reply STOP to opt out.`,
  },
  sv: {
    email: `${shop} skickar mig ett mejl när produkten finns i lager igen. Jag kan avregistrera mig när som helst.`,
    sms: `${shop} skickar mig ett automatiskt sms när produkten finns i lager igen. Samtycket är inget villkor för köp. Svara STOPP för att tacka nej.`,
  },
  da: {
    email: `${shop} sender mig én mail, når varen er på lager igen. Jeg kan afmelde mig når som helst.`,
    sms: `${shop} sender mig én automatisk sms, når varen er på lager igen. Samtykket er ikke en betingelse for køb. Svar STOP for at afmelde.`,
  },
  de: {
    email: `${shop} schickt mir eine einzige E-Mail, sobald dieser Artikel wieder vorrätig ist. Ich kann mich jederzeit abmelden.`,
    sms: `${shop} schickt mir eine einzige automatische SMS, sobald dieser Artikel wieder vorrätig ist. Die Einwilligung ist keine Bedingung für einen Kauf. Mit STOP melde ich mich ab.`,
  },
  es: {
    email: `${shop} me enviará un único correo cuando este producto vuelva a estar disponible. Puedo darme de baja en cualquier momento.`,
    sms: `${shop} me enviará un único SMS automático cuando este producto vuelva a estar disponible. El consentimiento no es condición de compra. Responde STOP para darte de baja.`,
  },
  fi: {
    email: `${shop} lähettää minulle yhden sähköpostin, kun tuotetta on taas varastossa. Voin perua ilmoituksen milloin tahansa.`,
    sms: `${shop} lähettää minulle yhden automaattisen tekstiviestin, kun tuotetta on taas varastossa. Suostumus ei ole oston ehto. Peru vastaamalla STOP.`,
  },
  fr: {
    email: `${shop} m’enverra un seul e-mail lorsque cet article sera de nouveau en stock. Je peux me désinscrire à tout moment.`,
    sms: `${shop} m’enverra un seul SMS automatique lorsque cet article sera de nouveau en stock. Ce consentement n’est pas une condition d’achat. Répondez STOP pour vous désinscrire.`,
  },
  it: {
    email: `${shop} mi invierà una sola e-mail quando questo articolo tornerà disponibile. Posso annullare l’iscrizione in qualsiasi momento.`,
    sms: `${shop} mi invierà un solo SMS automatico quando questo articolo tornerà disponibile. Il consenso non è una condizione di acquisto. Rispondi STOP per annullare.`,
  },
  ja: {
    email: `この商品が再入荷したとき、${shop}からメールを1通だけ受け取ります。いつでも配信を停止できます。`,
    sms: `この商品が再入荷したとき、${shop}から自動送信のSMSを1通だけ受け取ります。同意は購入の条件ではありません。STOPと返信すると停止します。`,
  },
  nb: {
    email: `${shop} sender meg én e-post når varen er på lager igjen. Jeg kan melde meg av når som helst.`,
    sms: `${shop} sender meg én automatisk SMS når varen er på lager igjen. Samtykket er ikke et vilkår for kjøp. Svar STOPP for å melde deg av.`,
  },
  nl: {
    email: `${shop} stuurt mij één e-mail zodra dit product weer op voorraad is. Ik kan me op elk moment afmelden.`,
    sms: `${shop} stuurt mij één automatisch sms-bericht zodra dit product weer op voorraad is. Toestemming is geen voorwaarde voor een aankoop. Antwoord STOP om je af te melden.`,
  },
  pl: {
    email: `${shop} wyśle mi jedną wiadomość e-mail, gdy produkt znów będzie dostępny. Mogę zrezygnować w każdej chwili.`,
    sms: `${shop} wyśle mi jeden automatyczny SMS, gdy produkt znów będzie dostępny. Zgoda nie jest warunkiem zakupu. Aby zrezygnować, odpisz STOP.`,
  },
  pt: {
    email: `${shop} enviar-me-á um único e-mail quando este artigo voltar a estar disponível. Posso cancelar a qualquer momento.`,
    sms: `${shop} enviar-me-á uma única SMS automática quando este artigo voltar a estar disponível. O consentimento não é condição de compra. Responda STOP para cancelar.`,
  },
  ar: {
    email: `سيرسل لي ${shop} رسالة بريد إلكتروني واحدة عند توفر هذا المنتج من جديد. يمكنني إلغاء الاشتراك في أي وقت.`,
    sms: `سيرسل لي ${shop} رسالة نصية آلية واحدة عند توفر هذا المنتج من جديد. الموافقة ليست شرطًا للشراء. للإلغاء أرسل STOP.`,
  },
})
