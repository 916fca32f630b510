/** The words of the pages behind links, in Korean. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: '알림 중지',
    ask: '{shop}의 재입고 알림을 더 이상 받지 않으시겠습니까? 이 쇼핑몰의 모든 대기 목록에서 삭제됩니다.',
    button: '예, 모든 알림을 중지합니다',
    doneTitle: '완료되었습니다',
    done: '{shop}에 신청하신 알림을 더 이상 보내지 않습니다. 이 페이지를 닫으셔도 됩니다.',
    product: '이 상품의 알림만 중지',
    productDone: '이 상품의 알림 신청이 취소되었습니다. 이 페이지를 닫으셔도 됩니다.',
    never: '앞으로 모든 알림 거부',
    neverDone:
      '앞으로 누가 신청하더라도 {shop}에서 알림을 보내지 않습니다. 이 페이지를 닫으셔도 됩니다.',
  },
  manage: {
    title: '내 알림',
    intro: '{shop}에 재입고되면 알려 드릴 상품입니다.',
    nothing: '{shop}에 신청하신 알림이 없습니다.',
    since: '{date}부터',
    sincePending: '{date}부터, 아직 인증되지 않음',
    quantity: '{item} × {count}',
    remove: '삭제',
    removeItem: '삭제: {item}',
    removed: '삭제되었습니다.',
    removeAll: '모두 삭제',
    allRemoved: '모두 삭제했습니다.',
  },
  confirm: {
    title: '알림 신청 확인',
    ask: '“{item}” 상품이 재입고되면 {shop}에서 보내는 이메일을 한 통 받으시겠습니까? 동의는 언제든지 철회하실 수 있습니다.',
    askSeveral:
      '다음 상품이 재입고될 때마다 {shop}에서 보내는 이메일을 상품별로 한 통씩 받으시겠습니까? 동의는 언제든지 철회하실 수 있습니다.',
    askSms:
      '다음 상품이 재입고될 때마다 {shop}에서 보내는 SMS를 상품별로 한 통씩 받으시겠습니까? 동의는 언제든지 철회하실 수 있습니다.',
    button: '예, 알림을 받겠습니다',
    doneTitle: '알림 신청이 완료되었습니다',
    done: '주소가 인증되었습니다. “{item}” 상품이 재입고되면 {shop}에서 이메일을 한 통 보내 드립니다. 이 페이지를 닫으셔도 됩니다.',
    inStockTitle: '이미 재입고되었습니다',
    inStock: '지금 구매하실 수 있는 상품이므로 기다리실 필요가 없습니다.',
    goneTitle: '확인할 신청이 없습니다',
    gone: '신청한 지 7일이 지났거나 중지된 신청입니다. 상품 페이지에서 다시 신청하실 수 있습니다.',
  },
  undo: {
    button: '이 요청 취소',
    title: '요청을 취소했습니다',
    done: '방금 요청하신 내용을 목록에서 뺐습니다. 그 전에 요청되었거나 이후에 확인된 내용은 목록에 남습니다.',
  },
  mine: {
    title: '내 알림을 이메일로 받기',
    ask: '{shop}의 알림을 받는 이메일 주소를 입력하세요. 알림을 보고 삭제할 수 있는 링크를 보내 드립니다.',
    button: '링크 보내기',
    doneTitle: '메시지를 확인하세요',
    done: '{shop}에 이 주소로 등록된 알림이 있으면 링크를 보내 드립니다. 몇 분 걸릴 수 있으며 하루에 몇 번만 보내 드립니다.',
    askSms: '또는 {shop}에서 문자를 보내는 휴대폰 번호를 입력하시면 링크를 문자로 보내 드립니다.',
    doneSms:
      '{shop}에 이 번호로 등록된 알림이 있으면 링크를 보내 드립니다. 몇 분 걸릴 수 있으며 하루에 몇 번만 보내 드립니다.',
  },
  plain: {
    refusedTitle: '처리하지 못했습니다',
    scriptTitle: 'JavaScript를 켜 주세요',
    script: '알림을 받으시려면 브라우저에서 JavaScript를 켜고 상품 페이지로 돌아가 주세요.',
  },
  refused: {
    phone_not_mobile: '문자 메시지는 휴대폰으로만 보낼 수 있습니다. 휴대폰 번호를 입력해 주세요.',
    phone_country_not_offered:
      '이 쇼핑몰은 해당 국가의 번호로 문자 메시지를 보내지 않습니다. 목록에 있는 국가의 번호를 사용해 주세요.',
    too_many_alerts:
      '이 쇼핑몰에서 신청할 수 있는 알림 수를 모두 사용하셨습니다. 필요 없는 알림을 삭제하거나 내일 다시 시도해 주세요.',
    too_many_people: '지금 신청하는 사람이 매우 많습니다. 1시간 후에 다시 시도해 주세요.',
  },
  badLink: {
    title: '사용할 수 없는 링크입니다',
    token_expired: '링크가 만료되었습니다. 더 최근 메시지의 링크를 이용해 주세요.',
    request_expired: '링크가 만료되었습니다. 상품 페이지에서 다시 신청하실 수 있습니다.',
    token_unknown: '링크가 완전하지 않습니다. 메시지에서 링크 전체를 복사해 주세요.',
    link_outdated:
      '쇼핑몰에서 더 이상 사용하지 않는 주소로 연결되는 링크입니다. 쇼핑몰에서 상품을 찾아 주세요.',
  },
}
