/** What a shopper agrees to, in Chinese, traditional script. */
import type { ConsentWords } from '../words.ts'

export const consent: ConsentWords = {
  email:
    '我同意{shop}在我於此處選擇的每件商品到貨時，就該商品寄送{messages}給我。我可以隨時透過郵件中的連結或聯絡商店撤回同意。',
  sms: '我同意{shop}在我於此處選擇的每件商品到貨時，就該商品自動傳送{messages}到此號碼。同意並非購買的條件。我可以隨時透過回覆STOP或聯絡商店撤回同意。',
  smsByLink:
    '我同意{shop}在我於此處選擇的每件商品到貨時，就該商品自動傳送{messages}到此號碼。同意並非購買的條件。我可以隨時透過簡訊中的連結或聯絡商店撤回同意。',
  smsAmerican:
    '我同意{shop}在我於此處選擇的每件商品到貨時，就該商品自動傳送{messages}到此號碼。同意並非購買的條件。可能會產生簡訊費和數據傳輸費。取消請回覆STOP，說明請回覆HELP。',
  emails: ['一封電子郵件', '最多兩封電子郵件', '最多三封電子郵件'],
  texts: ['一則簡訊', '最多兩則簡訊', '最多三則簡訊'],
}
