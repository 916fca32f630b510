/** The words of SMS in Japanese. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: '{shop}：{item}が再入荷しました。 {link} 停止はSTOPと返信。',
  byLink: '{shop}：{item}が再入荷しました。 {link} 停止：{stop}',
  stopWords: [
    '停止',
    '解除',
    '配信停止',
    '停止してください',
    'ストップ',
    'やめて',
    'やめてください',
  ],
  please: ['お願いします', 'おねがいします'],
}
