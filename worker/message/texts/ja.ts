/** The words of messages and pages in Japanese. */
import type { Texts } from '../texts.ts'

export const ja: Texts = {
  subject: (title) => `再入荷のお知らせ：${title}`,
  preview: (title, shop) => `${shop}に${title}が再入荷しました。`,
  heading: '再入荷しました',
  intro: (shop) =>
    `${shop}で再入荷のお知らせをご希望いただいた商品が、再び購入できるようになりました。`,
  button: 'ショップで見る',
  hurry: 'ほかにもお待ちの方がいるため、お取り置きはできません。',
  sms: {
    alert: (shop, title, link) => `${shop}：${title}が再入荷しました。 ${link}`,
    stopByReply: '停止はSTOPと返信。',
    stopByLink: (link) => `停止： ${link}`,
  },
  why: (shop) =>
    `このメールは、${shop}の商品ページでご希望いただいたため、一度だけお送りしています。この商品のお知らせの登録は終了しました。`,
  manage: 'お待ちの商品を見る',
  unsubscribe: 'このショップのお知らせをすべて停止する',
  unsubscribePage: {
    title: 'お知らせの停止',
    ask: (shop) =>
      `${shop}からの再入荷のお知らせを停止しますか？このショップのすべての登録が取り消されます。`,
    button: 'はい、すべて停止します',
    doneTitle: '完了しました',
    done: (shop) => `${shop}からのお知らせの登録はもうありません。このページを閉じてかまいません。`,
    product: 'この商品のお知らせだけを停止する',
    productDone: 'この商品のお知らせの登録を取り消しました。このページを閉じてかまいません。',
    never: '今後いっさい送らないでください',
    neverDone: (shop) =>
      `今後だれかが登録しても、${shop}からこのアドレスへお知らせをお送りすることはありません。このページを閉じてかまいません。`,
  },
  managePage: {
    title: 'お待ちの商品',
    intro: (shop) => `${shop}に再入荷したときにお知らせする商品です。`,
    nothing: (shop) => `${shop}でお待ちの商品はありません。`,
    since: (date) => `${date}から`,
    pending: '未確認',
    remove: '取り消す',
    removed: '取り消しました。',
  },
  needsScript:
    '入荷のお知らせをご希望の場合は、ブラウザのJavaScriptを有効にして、商品ページへお戻りください。',
  badLink: {
    title: 'このリンクは使えません',
    token_expired: 'リンクの有効期限が切れています。より新しいメールのリンクをお使いください。',
    token_unknown: 'リンクが途中で切れています。メールからリンク全体をコピーしてください。',
    link_outdated:
      'リンク先のページは、ショップが使用を終了しました。ショップで商品をお探しください。',
  },
  confirmMail: {
    subject: (shop) => `${shop}のお知らせの登録を確認してください`,
    heading: 'メールアドレスを確認してください',
    intro: (shop, title) =>
      `${title ? `「${title}」` : '商品'}の再入荷をこのアドレスへお知らせするよう、${shop}に登録がありました。ご本人の場合は、7日以内に確認してください。それまでは何もお送りしません。`,
    button: 'アドレスを確認する',
    why: 'お心当たりがない場合は、何もする必要はありません。登録は7日後に削除されます。',
    never: 'または今すぐ停止する',
  },
  confirmPage: {
    title: 'お知らせの登録の確認',
    ask: (shop) =>
      `商品が再入荷したら、${shop}からメールを1通お送りしてよろしいですか？いつでも停止できます。`,
    button: 'はい、お知らせを受け取ります',
    doneTitle: '登録が完了しました',
    done: (shop) =>
      `アドレスを確認しました。商品が再入荷したら、${shop}からメールを1通お送りします。このページを閉じてかまいません。`,
    inStockTitle: 'すでに再入荷しています',
    inStock: '商品は現在在庫があるため、お待ちいただく必要はありません。',
    goneTitle: '確認するものがありません',
    gone: '登録から7日以上たっているか、停止されています。商品ページからもう一度登録できます。',
  },
}
