/**
 * The words of the mails in Arabic. A line begins with an Arabic word, because inboxes and phones
 * take its direction from its first letter.
 */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}، {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'متوفر من جديد: {item}',
    preview: 'متوفر من جديد لدى {shop}: {item}',
    heading: 'عاد إلى المخزون',
    intro: 'طلبت من {shop} إعلامك عند توفر هذا المنتج من جديد. وهو متوفر الآن.',
    button: 'شاهده في المتجر',
    hurry: 'لا يمكننا حجز قطعة لك، وقد ينفد المنتج مرة أخرى.',
    othersWaiting: 'كان آخرون ينتظرون أيضًا، ولا يمكننا حجز قطعة لك.',
    why: 'وصلتك هذه الرسالة لمرة واحدة لأنك طلبتها في صفحة المنتج لدى {shop}. لم تعد على قائمة هذا المنتج.',
    manage: 'اعرض تنبيهاتك',
    unsubscribe: 'إيقاف جميع تنبيهات هذا المتجر',
  },
  confirmation: {
    subject: 'أكّد تنبيهك لدى {shop}',
    heading: 'أكّد بريدك الإلكتروني',
    intro:
      'طلب أحدهم من {shop} إرسال رسالة إلى هذا العنوان عند عودة «{item}» إلى المخزون. إذا كان الطلب منك فأكّده خلال سبعة أيام. ولن نرسل إليك شيئًا قبل ذلك.',
    introSeveral:
      'طلب أحدهم من {shop} إرسال رسالة إلى هذا العنوان عند عودة المنتجات التالية إلى المخزون. إذا كان الطلب منك فأكّده خلال سبعة أيام. ولن نرسل إليك شيئًا قبل ذلك.',
    button: 'تأكيد العنوان',
    why: 'إذا لم يكن الطلب منك فلا حاجة إلى فعل أي شيء: سنحذف الطلب بعد سبعة أيام.',
    never: 'أو أوقف هذه الرسائل الآن',
  },
  list: {
    subject: 'تنبيهاتك لدى {shop}',
    heading: 'تنبيهاتك',
    intro: 'طلب أحدهم رابط التنبيهات التي ترسلها {shop} إلى هذا العنوان. يمكنك به عرضها وإزالتها.',
    button: 'عرض تنبيهاتك',
    why: 'إن لم تكن أنت من طلب ذلك فلا داعي لفعل شيء. لا يصل هذا الرابط إلى أي شخص آخر.',
  },
}
