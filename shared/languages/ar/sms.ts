/** The words of SMS in Arabic. The text begins with an Arabic word: that decides its direction. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: 'متوفر من جديد لدى {shop}: {item}. {link}',
  reminder: 'ما زال متوفرًا لدى {shop}: {item}. {link}',
  closed: 'لم يعد متوفرًا لدى {shop}: {item}.',
  instead: 'بدلًا منه: {item} {link}',
  stopByReply: 'للإيقاف أرسل STOP.',
  stopByLink: 'للإيقاف: {stop}',
  confirm: '{shop}: أكّد طلب التنبيه: {link} إن لم تطلبه فتجاهل الرسالة.',
  list: '{shop}: تنبيهاتك: {link} إن لم تطلبه فتجاهل الرسالة.',
  stopWords: ['إيقاف', 'توقف', 'إلغاء', 'قف', 'ستوب', 'إلغاء الاشتراك', 'أوقف'],
  stopPhrases: [
    'إيقاف',
    'أوقف',
    'أوقفوا',
    'توقف عن',
    'توقفوا',
    'قف',
    'ستوب',
    'إلغاء الاشتراك',
    'الغ اشتراكي',
    'ألغوا اشتراكي',
    'لا ترسل',
    'لا ترسلوا',
    'لا أريد رسائل',
    'لا أريد المزيد',
    'احذف رقمي',
    'كفى رسائل',
  ],
  please: ['من فضلك', 'لو سمحت', 'شكرًا'],
}
