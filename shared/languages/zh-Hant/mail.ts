/** The words of the mails in Chinese, traditional script. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}（{variant}）',
  line: '{label}：{link}',
  lineTo: '{label}（{host}）：{link}',
  alert: {
    subject: '到貨通知：{item}',
    preview: '{shop}已到貨：{item}',
    heading: '商品已到貨',
    intro: '您曾請{shop}在此商品到貨時通知您。好消息：現在已經到貨。',
    button: '查看商品',
    hurry: '我們無法為您保留，商品可能會再次售完。',
    othersWaiting: '還有其他顧客在等候，我們無法為您保留。',
    why: '您曾在{shop}的商品頁面登記到貨通知，因此收到這封一次性的郵件。您已不在此商品的等候名單中。',
    manage: '查看我的通知',
    unsubscribe: '停止本商店的所有通知',
  },
  reminder: {
    subject: '仍有貨：{item}',
    preview: '{shop}仍有貨：{item}',
    heading: '商品仍有貨',
    intro: '{shop}不久前通知過您此商品已到貨，目前仍可購買。',
    why: '您曾請{shop}在此商品到貨時通知您，因此收到這封提醒郵件。',
    noLonger: '我對此商品不再感興趣',
    mayFollow: '您曾請{shop}通知您，因此收到這封郵件。有貨期間，我們可能會再提醒您。',
  },
  digest: {
    subject: '{shop}有多件商品到貨',
    heading: '您等候的商品已到貨',
    intro: '您曾請{shop}在以下商品到貨時通知您。好消息：現在已經到貨。',
    hurry: '我們無法為您保留，商品可能會再次售完。',
    why: '您曾在{shop}的商品頁面登記到貨通知，因此收到這封一次性的郵件。您已不在這些商品的等候名單中。',
  },
  closed: {
    subject: '不再供應：{item}',
    preview: '{shop}不再供應：{item}',
    heading: '此商品不會再到貨',
    intro: '您曾請{shop}在此商品到貨時通知您。很遺憾，此商品不會再到貨。',
    instead: '本商店推薦的替代商品：',
    why: '您曾在{shop}的商品頁面登記到貨通知，因此收到關於此商品的最後一封郵件。您已不在等候名單中。',
  },
  confirmation: {
    subject: '請確認您在{shop}的到貨通知',
    heading: '請確認您的電子郵件地址',
    intro:
      '有人請{shop}在「{item}」到貨時寄送電子郵件到此地址。如果是您本人，請在七天內確認。在您確認之前，我們不會再寄送任何郵件給您。',
    introSeveral:
      '有人請{shop}在以下商品到貨時寄送電子郵件到此地址。如果是您本人，請在七天內確認。在您確認之前，我們不會再寄送任何郵件給您。',
    button: '確認地址',
    why: '如果不是您本人，您不需要做任何事：我們會在七天後刪除此請求。',
    never: '或立即停止此類郵件',
  },
  acknowledgement: {
    subject: '您已登記{shop}的到貨通知',
    intro: '「{item}」到貨時，{shop}會寄送一封電子郵件給您。您不需要再做任何事。',
    why: '如果不是您本人操作，則是他人填寫了您的地址。您可以點選上方按鈕移除，或在此停止此類郵件：',
  },
  list: {
    subject: '您在{shop}的通知',
    heading: '您的通知',
    intro: '有人要求取得{shop}發往此地址的通知的連結。您可以用它查看和移除通知。',
    button: '查看您的通知',
    why: '如果不是您本人操作，您不需要做任何事。此連結不會寄給其他人。',
  },
  move: {
    intro:
      '有人請求{shop}今後將通知寄到此地址。如果是您本人操作，請在七天內確認。在此之前不會有任何變更。',
  },
}
