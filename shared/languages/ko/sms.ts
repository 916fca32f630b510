/** The words of SMS in Korean. */
import type { SmsWords } from '../words.ts'

export const sms: SmsWords = {
  byReply: '[{shop}] 재입고 알림: {item} {link} 수신거부: STOP 회신',
  byLink: '[{shop}] 재입고 알림: {item} {link} 수신거부: {stop}',
  confirm: '[{shop}] 재입고 알림 신청을 인증해 주세요: {link} 신청하지 않으셨다면 무시해 주세요.',
  list: '[{shop}] 내 알림 보기: {link} 요청하지 않으셨다면 무시해 주세요.',
  stopWords: [
    '수신거부',
    '수신 거부',
    '거부',
    '중지',
    '정지',
    '취소',
    '그만',
    '스톱',
    '보내지 마세요',
  ],
  stopPhrases: [
    '수신거부',
    '수신 거부',
    '수신중지',
    '수신 중지',
    '문자 중지',
    '문자 그만',
    '발송 중지',
    '알림 중지',
    '구독 취소',
    '구독 해지',
    '수신 동의 철회',
    '그만 보내',
    '보내지 마',
    '보내지 말',
    '스톱',
    '스탑',
  ],
  please: ['부탁드립니다', '부탁합니다', '해주세요', '해 주세요', '감사합니다'],
}
