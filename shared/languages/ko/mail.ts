/** The words of the mails in Korean. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}({variant})',
  line: '{label}: {link}',
  lineTo: '{label}({host}): {link}',
  alert: {
    subject: '재입고 알림: {item}',
    preview: '{shop}에 재입고되었습니다: {item}',
    heading: '재입고되었습니다',
    intro: '{shop}에서 재입고 알림을 신청하신 상품이 다시 입고되었습니다.',
    button: '상품 보기',
    hurry: '상품을 따로 맡아 둘 수 없어 다시 품절될 수 있습니다.',
    othersWaiting: '다른 분들도 기다리고 계셨으며, 상품을 따로 맡아 둘 수 없습니다.',
    why: '{shop}의 상품 페이지에서 신청하셔서 한 번만 보내 드리는 메시지입니다. 이 상품의 알림 신청은 종료되었습니다.',
    manage: '내 알림 보기',
    unsubscribe: '이 쇼핑몰의 모든 알림 중지',
  },
  confirmation: {
    subject: '[{shop}] 재입고 알림 신청을 확인해 주세요',
    heading: '이메일 주소를 인증해 주세요',
    intro:
      '“{item}” 상품이 재입고되면 이 주소로 이메일을 보내 달라는 신청이 {shop}에 접수되었습니다. 본인이 신청하셨다면 7일 이내에 인증해 주세요. 그 전에는 아무것도 보내지 않습니다.',
    introSeveral:
      '다음 상품이 재입고되면 이 주소로 이메일을 보내 달라는 신청이 {shop}에 접수되었습니다. 본인이 신청하셨다면 7일 이내에 인증해 주세요. 그 전에는 아무것도 보내지 않습니다.',
    button: '주소 인증하기',
    why: '본인이 신청하지 않으셨다면 아무것도 하지 않으셔도 됩니다. 신청 내역은 7일 후 삭제됩니다.',
    never: '또는 지금 이런 이메일 받지 않기',
  },
  acknowledgement: {
    subject: '[{shop}] 재입고 알림 신청이 완료되었습니다',
    intro:
      '“{item}” 상품이 재입고되면 {shop}에서 이메일을 한 통 보내 드립니다. 더 하실 일은 없습니다.',
    why: '본인이 신청하지 않으셨다면 다른 사람이 이 주소를 입력한 것입니다. 위 버튼으로 삭제하거나 여기에서 이메일을 중단할 수 있습니다:',
  },
  list: {
    subject: '{shop}의 내 알림',
    heading: '내 알림',
    intro:
      '{shop}에서 이 주소로 보내는 알림의 링크를 누군가 요청했습니다. 이 링크에서 알림을 보고 삭제할 수 있습니다.',
    button: '내 알림 보기',
    why: '본인이 요청하지 않았다면 아무것도 하지 않으셔도 됩니다. 이 링크는 다른 사람에게 보내지 않습니다.',
  },
  move: {
    intro:
      '누군가 이제부터 {shop}의 알림을 이 주소로 받겠다고 요청했습니다. 본인이라면 7일 안에 확인해 주세요. 그 전에는 아무것도 바뀌지 않습니다.',
  },
}
