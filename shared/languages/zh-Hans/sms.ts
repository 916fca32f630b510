/** The words of SMS in Chinese, simplified script. 【 】 around the sender is the custom. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  alert: '【{shop}】已到货：{item} {link}',
  reminder: '【{shop}】仍有货：{item} {link}',
  closed: '【{shop}】不再供应：{item}',
  instead: '替代商品：{item} {link}',
  stopByReply: '退订请回复STOP',
  stopByLink: '退订：{stop}',
  confirm: '【{shop}】请确认到货通知：{link} 如非本人操作，请忽略。',
  list: '【{shop}】查看您的通知：{link} 如非本人操作，请忽略。',
  stopWords: [
    '退订',
    '停止',
    '取消',
    '取消订阅',
    '请停止',
    '请退订',
    '不要再发',
    '不要再发了',
    'td',
  ],
  stopPhrases: [
    '退订',
    '取消订阅',
    '请停止',
    '停止发送',
    '停止发',
    '不要再发',
    '别再发',
    '别发了',
    '不要发短信',
    '不要给我发',
    '拒收',
  ],
  please: ['谢谢'],
}
