/** The words of the mails in Brazilian Portuguese. “loja {shop}” spares the shop an article. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'De volta ao estoque: {item}',
    preview: 'De volta ao estoque na loja {shop}: {item}',
    heading: 'De volta ao estoque',
    intro:
      'Você pediu que a loja {shop} avisasse quando este produto voltasse ao estoque. Boa notícia: ele já voltou.',
    button: 'Ver o produto',
    hurry: 'Não podemos reservar um para você, então ele pode se esgotar de novo.',
    othersWaiting: 'Outras pessoas também esperavam, e não podemos reservar um para você.',
    why: 'Você recebeu esta mensagem única porque pediu este aviso na página do produto da loja {shop}. Você não está mais na lista deste produto.',
    manage: 'Ver meus avisos',
    unsubscribe: 'Cancelar todos os avisos desta loja',
  },
  reminder: {
    subject: 'Ainda em estoque: {item}',
    preview: 'Ainda em estoque na loja {shop}: {item}',
    heading: 'Ainda está em estoque',
    intro:
      'Há pouco tempo, a loja {shop} avisou que este produto voltou ao estoque. Ele ainda está disponível.',
    why: 'Você recebeu este lembrete porque pediu que a loja {shop} avisasse quando este produto voltasse ao estoque.',
    noLonger: 'Não tenho mais interesse neste produto',
    mayFollow:
      'Você recebeu esta mensagem porque a pediu à loja {shop}. Você pode receber um lembrete enquanto durar o estoque.',
  },
  digest: {
    subject: 'Vários produtos de volta ao estoque na loja {shop}',
    heading: 'Eles voltaram ao estoque',
    intro:
      'Você pediu que a loja {shop} avisasse quando estes produtos voltassem ao estoque. Boa notícia: eles já voltaram.',
    hurry: 'Não podemos reservar os produtos para você, então eles podem se esgotar de novo.',
    why: 'Você recebeu esta mensagem única porque pediu este aviso nas páginas dos produtos da loja {shop}. Você não está mais na lista destes produtos.',
  },
  closed: {
    subject: 'Não está mais à venda: {item}',
    preview: 'Não está mais à venda na loja {shop}: {item}',
    heading: 'Este produto não vai voltar',
    intro:
      'Você pediu que a loja {shop} avisasse quando este produto voltasse ao estoque. Infelizmente, ele não vai voltar.',
    instead: 'Em vez dele, a loja sugere:',
    why: 'Você recebeu esta última mensagem sobre o produto porque pediu um aviso na página do produto da loja {shop}. Você não está mais na lista.',
  },
  confirmation: {
    subject: 'Confirme seu aviso da loja {shop}',
    heading: 'Confirme seu e-mail',
    intro:
      'Alguém pediu que a loja {shop} enviasse um e-mail para este endereço quando “{item}” voltar ao estoque. Se foi você, confirme em até sete dias. Até lá, não enviaremos nada.',
    introSeveral:
      'Alguém pediu que a loja {shop} enviasse um e-mail para este endereço quando estes produtos voltarem ao estoque. Se foi você, confirme em até sete dias. Até lá, não enviaremos nada.',
    button: 'Confirmar o e-mail',
    why: 'Se não foi você, não precisa fazer nada: o pedido será excluído depois de sete dias.',
    never: 'Ou cancelar estes e-mails agora',
  },
  acknowledgement: {
    subject: 'Você está na lista da loja {shop}',
    intro:
      'A loja {shop} enviará um único e-mail para você quando “{item}” voltar ao estoque. Não precisa fazer mais nada.',
    why: 'Se não foi você, outra pessoa informou seu e-mail. Remova-o com o botão ou cancele estes e-mails aqui:',
  },
  list: {
    subject: 'Seus avisos em {shop}',
    heading: 'Seus avisos',
    intro:
      'Alguém pediu o link para os avisos que {shop} envia para este e-mail. Com ele, você pode ver e remover os avisos.',
    button: 'Ver meus avisos',
    why: 'Se não foi você, não precisa fazer nada. Ninguém mais recebe este link.',
  },
  move: {
    intro:
      'Alguém pediu a {shop} para enviar seus alertas a este endereço a partir de agora. Se foi você, confirme em até sete dias. Até lá, nada muda.',
  },
}
