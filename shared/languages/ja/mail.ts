/** The words of the mails in Japanese. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}（{variant}）',
  line: '{label}：{link}',
  lineTo: '{label}（{host}）：{link}',
  alert: {
    subject: '再入荷のお知らせ：{item}',
    preview: '{shop}に再入荷しました：{item}',
    heading: '再入荷しました',
    intro: '{shop}で再入荷のお知らせをご希望いただいた商品が、再び購入できるようになりました。',
    button: 'ショップで見る',
    hurry: 'お取り置きはできませんので、再び売り切れる場合があります。',
    othersWaiting: 'ほかにもお待ちの方がいるため、お取り置きはできません。',
    why: 'このメールは、{shop}の商品ページでご希望いただいたため、一度だけお送りしています。この商品のお知らせの登録は終了しました。',
    manage: '登録中のお知らせを見る',
    unsubscribe: 'このショップのお知らせをすべて停止する',
  },
  confirmation: {
    subject: '【{shop}】再入荷のお知らせ：登録の確認',
    heading: '再入荷のお知らせの登録を完了してください',
    intro:
      '「{item}」が再入荷したときにこのアドレスへメールを送るよう、{shop}に登録がありました。ご本人の場合は、7日以内に登録を完了してください。それまでは何もお送りしません。',
    introSeveral:
      '次の商品が再入荷したときにこのアドレスへメールを送るよう、{shop}に登録がありました。ご本人の場合は、7日以内に登録を完了してください。それまでは何もお送りしません。',
    button: '登録を完了する',
    why: 'お心当たりがない場合は、何もする必要はありません。登録は7日後に削除されます。',
    never: 'または今すぐこのメールを停止する',
  },
  list: {
    subject: '{shop}からのお知らせの一覧',
    heading: 'お知らせの一覧',
    intro:
      '{shop}からこのアドレスに届くお知らせの一覧へのリンクが請求されました。一覧を表示して削除できます。',
    button: '一覧を見る',
    why: '心当たりがない場合は、何もする必要はありません。このリンクはほかの人には届きません。',
  },
}
