/** The words of SMS in Chinese, traditional script. 【 】 around the sender is the custom. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: '【{shop}】已到貨：{item} {link}',
  reminder: '【{shop}】仍有貨：{item} {link}',
  closed: '【{shop}】不再供應：{item}',
  instead: '替代商品：{item} {link}',
  stopByReply: '取消請回覆STOP',
  stopByLink: '取消：{stop}',
  confirm: '【{shop}】請確認到貨通知：{link} 若非本人操作，請忽略。',
  list: '【{shop}】查看您的通知：{link} 若非本人操作，請忽略。',
  stopWords: ['停止', '取消', '退訂', '取消訂閱', '請停止', '請取消', '不要再傳', '拒收'],
  stopPhrases: [
    '退訂',
    '取消訂閱',
    '請停止',
    '停止發送',
    '停止傳送',
    '停止發',
    '不要再傳',
    '不要再發',
    '別再傳',
    '別再發',
    '不要傳簡訊',
    '拒收',
  ],
  please: ['謝謝'],
}
