/** The words of the pages behind links, in Japanese. A full-width space follows ？ within a line. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'お知らせの停止',
    ask: '{shop}からの再入荷のお知らせを停止しますか？\u3000このショップのすべての登録が取り消されます。',
    button: 'はい、すべて停止します',
    doneTitle: '完了しました',
    done: '{shop}からのお知らせの登録はもうありません。このページは閉じていただいて構いません。',
    product: 'この商品のお知らせだけを停止する',
    productDone:
      'この商品のお知らせの登録を取り消しました。このページは閉じていただいて構いません。',
    never: '今後のお知らせをすべて拒否する',
    neverDone:
      '今後だれかが登録しても、{shop}からお知らせをお送りすることはありません。このページは閉じていただいて構いません。',
  },
  manage: {
    title: '登録中のお知らせ',
    intro: '{shop}に再入荷したときにお知らせする商品です。',
    nothing: '{shop}で登録中のお知らせはありません。',
    since: '{date}から',
    sincePending: '{date}から、登録手続き中',
    quantity: '{item} × {count}',
    remove: '取り消す',
    removeItem: '取り消す：{item}',
    removed: '取り消しました。',
    removeAll: 'すべて削除',
    allRemoved: 'すべて削除しました。',
  },
  confirm: {
    title: '再入荷のお知らせの登録',
    ask: '「{item}」が再入荷したら、{shop}からメールを1通お送りしてよろしいですか？\u3000いつでも停止できます。',
    askSeveral:
      '次の商品が再入荷したら、商品ごとに{shop}からメールを1通お送りしてよろしいですか？\u3000いつでも停止できます。',
    askSms:
      '次の商品が再入荷したら、商品ごとに{shop}からSMSを1通お送りしてよろしいですか？\u3000いつでも停止できます。',
    button: 'はい、お知らせを受け取ります',
    doneTitle: '登録が完了しました',
    done: '「{item}」が再入荷したら、{shop}からメールを1通お送りします。このページは閉じていただいて構いません。',
    inStockTitle: 'すでに再入荷しています',
    inStock: '商品は現在在庫があるため、お待ちいただく必要はありません。',
    goneTitle: 'この登録は確認できません',
    gone: '登録から7日以上たっているか、停止されています。商品ページからもう一度登録できます。',
  },
  undo: {
    button: 'このリクエストを取り消す',
    title: 'リクエストを取り消しました',
    done: 'いま登録した内容をリストから外しました。以前に登録された内容や、その後に確認された内容はリストに残ります。',
  },
  mine: {
    title: 'お知らせの一覧をメールで受け取る',
    ask: '{shop}からのお知らせが届くメールアドレスを入力してください。一覧を表示して削除できるリンクをお送りします。',
    button: 'リンクを送る',
    doneTitle: 'メッセージをご確認ください',
    done: 'このアドレスへのお知らせが{shop}にある場合、リンクをお送りします。数分かかることがあり、送信は1日に数回までです。',
    askSms:
      'または、{shop}からSMSが届く携帯電話番号を入力してください。リンクをSMSでお送りします。',
    doneSms:
      'この番号へのお知らせが{shop}にある場合、リンクをお送りします。数分かかることがあり、送信は1日に数回までです。',
  },
  plain: {
    refusedTitle: '受け付けできませんでした',
    scriptTitle: 'JavaScriptを有効にしてください',
    script:
      '再入荷のお知らせをご希望の場合は、ブラウザのJavaScriptを有効にして、商品ページへお戻りください。',
  },
  refused: {
    phone_not_mobile: 'SMSは携帯電話にのみ送信できます。携帯電話の番号を入力してください。',
    phone_country_not_offered:
      'ショップはこの国・地域の番号にはSMSを送信していません。一覧にある国・地域の番号をご利用ください。',
    too_many_alerts:
      'このショップで登録できるお知らせの上限に達しています。不要なものを削除するか、明日もう一度お試しください。',
    too_many_people: 'ただいま登録が集中しています。1時間後にもう一度お試しください。',
  },
  badLink: {
    title: 'このリンクは使えません',
    token_expired: 'リンクの有効期限が切れています。より新しいメッセージのリンクをお使いください。',
    request_expired: 'リンクの有効期限が切れています。商品ページからもう一度ご登録ください。',
    token_unknown: 'リンクが途中で切れています。メッセージからリンク全体をコピーしてください。',
    link_outdated:
      'リンク先のアドレスは、現在ショップで使われていません。ショップで商品をお探しください。',
  },
}
