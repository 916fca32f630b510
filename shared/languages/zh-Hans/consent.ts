/** What a shopper agrees to, in Chinese, simplified script. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    '我同意{shop}在我于此处选择的每件商品到货时，就该商品向我发送{messages}。我可以随时通过邮件中的链接或联系店铺撤回同意。',
  sms: '我同意{shop}在我于此处选择的每件商品到货时，就该商品向此号码自动发送{messages}。同意并非购买的条件。我可以随时通过回复STOP或联系店铺撤回同意。',
  smsByLink:
    '我同意{shop}在我于此处选择的每件商品到货时，就该商品向此号码自动发送{messages}。同意并非购买的条件。我可以随时通过短信中的链接或联系店铺撤回同意。',
  smsAmerican:
    '我同意{shop}在我于此处选择的每件商品到货时，就该商品向此号码自动发送{messages}。同意并非购买的条件。可能会产生短信费和数据流量费。退订请回复STOP，帮助请回复HELP。',
  emails: ['一封电子邮件', '最多两封电子邮件', '最多三封电子邮件'],
  texts: ['一条短信', '最多两条短信', '最多三条短信'],
}
