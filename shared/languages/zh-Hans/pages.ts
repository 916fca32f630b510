/** The words of the pages behind links, in Chinese, simplified script. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: '停止通知',
    ask: '您希望{shop}不再通知您商品到货吗？我们会将您从本店的所有等候名单中移除。',
    button: '是，停止所有通知',
    doneTitle: '已完成',
    done: '您不会再收到在{shop}登记的到货通知。您可以关闭此页面。',
    product: '只停止此商品的通知',
    productDone: '您已不在此商品的等候名单中。您可以关闭此页面。',
    never: '不再接收任何通知',
    neverDone: '即使有人再次登记，{shop}也不会再向您发送通知。您可以关闭此页面。',
  },
  manage: {
    title: '我的通知',
    intro: '以下商品到货时，{shop}会通知您。',
    nothing: '您在{shop}没有登记到货通知。',
    since: '登记于{date}',
    sincePending: '登记于{date}，尚未确认',
    quantity: '{item} × {count}',
    remove: '移除',
    removeItem: '移除：{item}',
    removed: '已移除。',
    removeAll: '全部移除',
    allRemoved: '已全部移除。',
  },
  confirm: {
    title: '确认到货通知',
    ask: '您希望在“{item}”到货时收到{shop}的一封邮件吗？您可以随时撤回同意。',
    askSeveral: '您希望在以下每件商品到货时收到{shop}的一封邮件吗？您可以随时撤回同意。',
    askSms: '您希望在以下每件商品到货时收到{shop}的一条短信吗？您可以随时撤回同意。',
    button: '是，请通知我',
    doneTitle: '登记成功',
    done: '您的邮箱已确认。“{item}”到货时，{shop}会向您发送一封邮件。您可以关闭此页面。',
    inStockTitle: '商品已经到货',
    inStock: '此商品现在有货，您无需等待。',
    goneTitle: '没有需要确认的请求',
    gone: '此请求已超过七天，或已被停止。您可以在商品页面重新登记。',
  },
  undo: {
    button: '撤回此请求',
    title: '请求已撤回',
    done: '您刚才登记的内容已从名单中移除。之前登记的或之后确认的内容仍保留在名单中。',
  },
  plain: {
    refusedTitle: '未能完成',
    scriptTitle: '请启用 JavaScript',
    script: '如需接收通知，请在浏览器中启用 JavaScript，然后返回商品页面。',
  },
  badLink: {
    title: '此链接无法使用',
    token_expired: '链接已过期。请使用较新消息中的链接。',
    request_expired: '链接已过期。您可以在商品页面重新登记。',
    token_unknown: '链接不完整。请从消息中复制完整的链接。',
    link_outdated: '此链接指向店铺已不再使用的地址。请在店铺中查找该商品。',
  },
}
