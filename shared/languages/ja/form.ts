/**
 * The form's words in Japanese. Polite: です・ます. 確認 means both “check” and “confirm”, so what is
 * confirmed here is 登録 (the request), which is completed: 完了.
 */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'ja',
  button: '再入荷のお知らせを受け取る',
  title: '再入荷をお知らせします',
  close: '閉じる',
  loading: '読み込み中…',
  variant: '種類を選ぶ（複数可）',
  email: 'メールアドレス',
  phone: '携帯電話番号',
  country: '国・地域',
  quantity: 'ご希望の数量',
  optional: '（任意）',
  expected: '入荷予定：',
  remember: '入力した連絡先をこの端末に保存する',
  privacy: 'プライバシーポリシー',
  submit: 'お知らせを受け取る',
  sending: '送信中…',
  doneTitle: '登録が完了しました',
  done: '再入荷しだい、こちらにお知らせします：',
  confirmTitle: 'あと一歩です',
  confirm: 'お送りしたメッセージのリンクから登録を完了してください：',
  reload: 'ページを再読み込み',
  retry: 'もう一度試す',
  errors: {
    email_missing: 'メールアドレスを入力してください。',
    phone_missing: '携帯電話番号を入力してください。',
    contact_missing: 'メールアドレスまたは携帯電話番号を入力してください。',
    variant_missing: '1つ以上選んでください。',
    email_invalid: 'メールアドレスをご確認ください。例：name@example.com',
    phone_invalid: '番号と国・地域をご確認ください。',
    consent_text_mismatch:
      '同意文の内容が変わりました。新しい文面をお読みのうえ、もう一度お試しください。',
    in_stock: '再入荷しました。ページを再読み込みしてご購入ください。',
    too_many_requests: '操作の回数が多すぎます。1分ほど待ってから、もう一度お試しください。',
    origin_not_allowed:
      'このサイトではお知らせがまだ設定されていません。ショップにお問い合わせください。',
    shop_unknown:
      'このサイトではお知らせがまだ設定されていません。ショップにお問い合わせください。',
    variant_not_found: 'この商品のお知らせは受け付けていません。ショップにお問い合わせください。',
    body_too_large: '入力が長すぎます。短くして、もう一度お試しください。',
    offline: 'インターネットに接続されていません。接続を確認して、もう一度お試しください。',
    timeout: '時間がかかりすぎています。接続を確認して、もう一度お試しください。',
    failed: 'こちらで問題が発生しました。しばらくしてからもう一度お試しください。',
  },
}
