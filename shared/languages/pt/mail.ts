/** The words of the mails in European Portuguese. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'De novo disponível: {item}',
    preview: 'De novo disponível em {shop}: {item}',
    heading: 'Está de novo disponível',
    intro:
      'Pediu a {shop} que lhe enviasse um aviso quando este artigo voltasse a estar disponível. Já está.',
    button: 'Ver o artigo',
    hurry: 'Não podemos reservar um para si, por isso pode esgotar de novo.',
    othersWaiting: 'Outras pessoas também esperavam, e não podemos reservar um para si.',
    why: 'Recebe esta única mensagem porque a pediu na página do artigo em {shop}. Já não está na lista deste artigo.',
    manage: 'Ver os meus avisos',
    unsubscribe: 'Cancelar todos os avisos desta loja',
  },
  reminder: {
    subject: 'Ainda disponível: {item}',
    preview: 'Ainda disponível em {shop}: {item}',
    heading: 'Ainda está disponível',
    intro:
      'Há pouco tempo, {shop} enviou-lhe um aviso de que este artigo estava de novo disponível. Ainda está.',
    why: 'Recebe este lembrete porque pediu a {shop} que lhe enviasse um aviso quando este artigo voltasse a estar disponível.',
    noLonger: 'Já não tenho interesse neste artigo',
    mayFollow:
      'Recebe esta mensagem porque a pediu a {shop}. Pode seguir-se um lembrete enquanto houver stock.',
  },
  digest: {
    subject: 'Vários artigos de novo disponíveis em {shop}',
    heading: 'Estão de novo disponíveis',
    intro:
      'Pediu a {shop} que lhe enviasse um aviso quando estes artigos voltassem a estar disponíveis. Já estão.',
    hurry: 'Não podemos reservá-los para si, por isso podem esgotar de novo.',
    why: 'Recebe esta única mensagem porque a pediu nas páginas dos artigos em {shop}. Já não está na lista destes artigos.',
  },
  closed: {
    subject: 'Já não disponível: {item}',
    preview: 'Já não disponível em {shop}: {item}',
    heading: 'Este artigo não vai voltar',
    intro:
      'Pediu a {shop} que lhe enviasse um aviso quando este artigo voltasse a estar disponível. Infelizmente, não vai voltar.',
    instead: 'Em alternativa, a loja sugere:',
    why: 'Recebe esta última mensagem sobre o artigo porque pediu um aviso na página do artigo em {shop}. Já não está na lista.',
  },
  confirmation: {
    subject: 'Confirme o seu aviso em {shop}',
    heading: 'Confirme o seu endereço de e-mail',
    intro:
      'Alguém pediu a {shop} que enviasse um aviso para este endereço quando «{item}» voltar a estar disponível. Se o pedido foi seu, confirme no prazo de sete dias. Até lá, não enviamos nada.',
    introSeveral:
      'Alguém pediu a {shop} que enviasse um aviso para este endereço quando estes artigos voltarem a estar disponíveis. Se o pedido foi seu, confirme no prazo de sete dias. Até lá, não enviamos nada.',
    button: 'Confirmar o endereço',
    why: 'Se o pedido não foi seu, não faça nada: é eliminado ao fim de sete dias.',
    never: 'Ou cancelar estes e-mails agora',
  },
  acknowledgement: {
    subject: 'Está na lista de {shop}',
    intro:
      '{shop} vai enviar-lhe um único e-mail quando «{item}» voltar a estar disponível. Não precisa de fazer mais nada.',
    why: 'Se o pedido não foi seu, outra pessoa indicou o seu endereço. Remova-o com o botão ou cancele estes e-mails aqui:',
  },
  list: {
    subject: 'Os seus avisos em {shop}',
    heading: 'Os seus avisos',
    intro:
      'Alguém pediu a ligação para os avisos que {shop} envia para este endereço. Com ela pode vê-los e removê-los.',
    button: 'Ver os avisos',
    why: 'Se não fez este pedido, não precisa de fazer nada. Mais ninguém recebe esta ligação.',
  },
  move: {
    intro:
      'Alguém pediu a {shop} que envie os seus alertas para este endereço a partir de agora. Se foi você, confirme no prazo de sete dias. Até lá, nada muda.',
  },
}
