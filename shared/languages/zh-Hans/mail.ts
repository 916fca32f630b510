/** The words of the mails in Chinese, simplified script. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}（{variant}）',
  line: '{label}：{link}',
  lineTo: '{label}（{host}）：{link}',
  alert: {
    subject: '到货通知：{item}',
    preview: '{shop}已到货：{item}',
    heading: '商品已到货',
    intro: '您曾请{shop}在此商品到货时通知您。好消息：现在已经到货。',
    button: '查看商品',
    hurry: '我们无法为您预留，商品可能会再次售罄。',
    othersWaiting: '还有其他顾客在等待，我们无法为您预留。',
    why: '您在{shop}的商品页面登记过到货通知，因此收到这封一次性邮件。您已不在此商品的等候名单中。',
    manage: '查看我的通知',
    unsubscribe: '停止本店的所有通知',
  },
  reminder: {
    subject: '仍有货：{item}',
    preview: '{shop}仍有货：{item}',
    heading: '商品仍有货',
    intro: '{shop}不久前通知过您此商品已到货，目前仍可购买。',
    why: '您曾请{shop}在此商品到货时通知您，因此收到这封提醒邮件。',
    noLonger: '我对此商品不再感兴趣',
    mayFollow: '您曾请{shop}通知您，因此收到这封邮件。有货期间，我们可能会再提醒您。',
  },
  digest: {
    subject: '{shop}有多件商品到货',
    heading: '您等候的商品已到货',
    intro: '您曾请{shop}在以下商品到货时通知您。好消息：现在已经到货。',
    hurry: '我们无法为您预留，商品可能会再次售罄。',
    why: '您在{shop}的商品页面登记过到货通知，因此收到这封一次性邮件。您已不在这些商品的等候名单中。',
  },
  closed: {
    subject: '不再供应：{item}',
    preview: '{shop}不再供应：{item}',
    heading: '此商品不会再到货',
    intro: '您曾请{shop}在此商品到货时通知您。很遗憾，此商品不会再到货。',
    instead: '本店推荐的替代商品：',
    why: '您在{shop}的商品页面登记过到货通知，因此收到关于此商品的最后一封邮件。您已不在等候名单中。',
  },
  confirmation: {
    subject: '请确认您在{shop}的到货通知',
    heading: '请确认您的电子邮箱',
    intro:
      '有人请{shop}在“{item}”到货时向此邮箱发送邮件。如果是您本人，请在七天内确认。在您确认之前，我们不会再向您发送任何邮件。',
    introSeveral:
      '有人请{shop}在以下商品到货时向此邮箱发送邮件。如果是您本人，请在七天内确认。在您确认之前，我们不会再向您发送任何邮件。',
    button: '确认邮箱',
    why: '如果不是您本人，您无需进行任何操作：我们会在七天后删除此请求。',
    never: '或立即停止此类邮件',
  },
  acknowledgement: {
    subject: '您已登记{shop}的到货通知',
    intro: '“{item}”到货时，{shop}会向您发送一封邮件。您无需再做任何事。',
    why: '如果不是您本人操作，则是他人填写了您的邮箱。您可以点击上方按钮移除，或在此停止此类邮件：',
  },
  list: {
    subject: '您在{shop}的通知',
    heading: '您的通知',
    intro: '有人请求获取{shop}发往此地址的通知的链接。您可以用它查看和移除通知。',
    button: '查看您的通知',
    why: '如果不是您本人操作，您无需做任何事。此链接不会发给其他人。',
  },
  move: {
    intro:
      '有人请求{shop}今后将通知发送到此地址。如果是您本人操作，请在七天内确认。在此之前不会有任何更改。',
  },
}
