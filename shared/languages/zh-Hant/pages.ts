/** The words of the pages behind links, in Chinese, traditional script. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: '停止通知',
    ask: '您希望{shop}不再通知您商品到貨嗎？我們會將您從本商店的所有等候名單中移除。',
    button: '是，停止所有通知',
    doneTitle: '已完成',
    done: '您不會再收到在{shop}登記的到貨通知。您可以關閉此頁面。',
    product: '只停止此商品的通知',
    productDone: '您已不在此商品的等候名單中。您可以關閉此頁面。',
    never: '不再接收任何通知',
    neverDone: '即使有人再次登記，{shop}也不會再傳送通知給您。您可以關閉此頁面。',
  },
  manage: {
    title: '我的通知',
    intro: '以下商品到貨時，{shop}會通知您。',
    nothing: '您在{shop}沒有登記到貨通知。',
    since: '登記於{date}',
    sincePending: '登記於{date}，尚未確認',
    quantity: '{item} × {count}',
    remove: '移除',
    removeItem: '移除：{item}',
    removed: '已移除。',
    removeAll: '全部移除',
    allRemoved: '已全部移除。',
  },
  confirm: {
    title: '確認到貨通知',
    ask: '您希望在「{item}」到貨時收到{shop}的一封電子郵件嗎？您可以隨時撤回同意。',
    askSeveral: '您希望在以下每件商品到貨時收到{shop}的一封電子郵件嗎？您可以隨時撤回同意。',
    askSms: '您希望在以下每件商品到貨時收到{shop}的一則簡訊嗎？您可以隨時撤回同意。',
    button: '是，請通知我',
    doneTitle: '登記成功',
    done: '您的地址已確認。「{item}」到貨時，{shop}會寄送一封電子郵件給您。您可以關閉此頁面。',
    inStockTitle: '商品已經到貨',
    inStock: '此商品現在有貨，您不需要等候。',
    goneTitle: '沒有需要確認的請求',
    gone: '此請求已超過七天，或已停止。您可以在商品頁面重新登記。',
  },
  undo: {
    button: '撤回此請求',
    title: '請求已撤回',
    done: '您剛才登記的內容已從名單中移除。先前登記的或之後確認的內容仍保留在名單中。',
  },
  mine: {
    title: '透過電子郵件查看您的通知',
    ask: '請輸入接收{shop}通知的電子郵件地址。我們會寄送一個連結，您可以用它查看和移除通知。',
    button: '傳送連結',
    doneTitle: '請留意我們的訊息',
    done: '如果{shop}有發往此地址的通知，連結正在傳送。可能需要幾分鐘，我們每天只傳送幾次。',
  },
  plain: {
    refusedTitle: '未能完成',
    scriptTitle: '請啟用 JavaScript',
    script: '如要接收通知，請在瀏覽器中啟用 JavaScript，然後返回商品頁面。',
  },
  refused: {
    phone_not_mobile: '簡訊只能傳送到手機。請輸入手機號碼。',
    phone_country_not_offered:
      '商店不會傳送簡訊到這個國家或地區的號碼。請使用清單中國家或地區的號碼。',
    too_many_alerts: '您的到貨通知數量已達本商店的上限。請移除不再需要的通知，或明天再試。',
    too_many_people: '目前登記的人數過多。請一小時後再試。',
  },
  badLink: {
    title: '此連結無法使用',
    token_expired: '連結已過期。請使用較新訊息中的連結。',
    request_expired: '連結已過期。您可以在商品頁面重新登記。',
    token_unknown: '連結不完整。請從訊息中複製完整的連結。',
    link_outdated: '此連結指向商店已不再使用的網址。請在商店中尋找該商品。',
  },
}
