/** The words of SMS in Japanese. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: '{shop}：{item}が再入荷しました。 {link}',
  reminder: '{shop}：{item}はまだ在庫があります。 {link}',
  closed: '{shop}：{item}は再入荷しないことになりました。',
  instead: '代わりに：{item} {link}',
  stopByReply: '停止はSTOPと返信。',
  stopByLink: '停止：{stop}',
  confirm:
    '{shop}：再入荷のお知らせの登録を完了してください。 {link} 心当たりがない場合は無視してください。',
  list: '【{shop}】お知らせの一覧：{link} お心当たりがない場合は無視してください。',
  stopWords: [
    '停止',
    '解除',
    '配信停止',
    '停止してください',
    'ストップ',
    'やめて',
    'やめてください',
  ],
  stopPhrases: [
    '配信停止',
    '配信を停止',
    '配信解除',
    '登録解除',
    '登録を解除',
    '停止して',
    '解除して',
    'ストップ',
    'やめて',
    '止めて',
    '送らないで',
    '送信しないで',
    'メッセージは不要',
    'SMSは不要',
    'もう不要',
  ],
  please: ['お願いします', 'おねがいします'],
}
