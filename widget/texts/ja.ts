/** The form's words in Japanese. */
import type { Texts } from './en.ts'

export const ja: Texts = {
  language: 'ja',
  button: '再入荷のお知らせを受け取る',
  title: '再入荷をお知らせします',
  close: '閉じる',
  loading: '読み込み中…',
  variant: '種類を選ぶ（複数可）',
  email: 'メールアドレス',
  phone: '携帯電話番号',
  country: '電話番号の国',
  quantity: 'ご希望の数量',
  optional: '(任意)',
  remember: 'この端末に連絡先を記憶する',
  privacy: 'プライバシーポリシー',
  submit: 'お知らせを受け取る',
  sending: '送信中…',
  doneTitle: '登録が完了しました',
  done: '再入荷しだいお知らせします：',
  confirmTitle: 'あと一歩です',
  confirm: 'お送りしたメールを開いて、アドレスを確認してください：',
  reload: 'ページを再読み込み',
  retry: 'もう一度試す',
  errors: {
    email_missing: 'メールアドレスを入力してください。',
    phone_missing: '携帯電話番号を入力してください。',
    contact_missing: 'メールアドレスまたは携帯電話番号を入力してください。',
    variant_missing: '1つ以上選んでください。',
    email_invalid: 'メールアドレスをご確認ください。例：name@example.jp',
    phone_invalid: '番号をご確認ください。海外の番号は「+」と国番号から入力してください。',
    consent_text_mismatch: '規約が変更されました。新しい文面を読んで、もう一度押してください。',
    in_stock: '朗報です。現在在庫があります。ページを再読み込みしてご購入ください。',
    too_many_requests: '短時間に何度も試されました。1分待ってから、もう一度押してください。',
    origin_not_allowed:
      'このサイトではお知らせがまだ設定されていません。ショップにお問い合わせください。',
    shop_unknown:
      'このサイトではお知らせがまだ設定されていません。ショップにお問い合わせください。',
    variant_not_found: 'この商品のお知らせは受け付けていません。ショップにお問い合わせください。',
    body_too_large: '入力が長すぎます。短くして、もう一度押してください。',
    bot_check_failed:
      '人による操作だと確認できませんでした。少し待ってから、もう一度押してください。',
    offline: '接続がありません。インターネット接続を確認して、もう一度お試しください。',
    timeout: '時間がかかりすぎています。接続を確認して、もう一度お試しください。',
    failed: 'こちらで問題が発生しました。しばらくしてからもう一度お試しください。',
  },
}
