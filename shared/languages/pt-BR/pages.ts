/** The words of the pages behind links, in Brazilian Portuguese. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Cancelar os avisos',
    ask: 'Você quer que a loja {shop} pare de avisar quando os produtos voltarem ao estoque? Vamos tirar você de todas as listas de espera desta loja.',
    button: 'Sim, cancelar todos os avisos',
    doneTitle: 'Pronto',
    done: 'Você não receberá mais avisos da loja {shop}. Pode fechar esta página.',
    product: 'Cancelar só o aviso deste produto',
    productDone: 'Você não está mais na lista deste produto. Pode fechar esta página.',
    never: 'Nunca mais me enviar avisos',
    neverDone:
      'A loja {shop} nunca mais enviará avisos para você, mesmo que alguém peça. Pode fechar esta página.',
  },
  manage: {
    title: 'Seus avisos',
    intro: 'A loja {shop} avisará você quando estes produtos voltarem ao estoque.',
    reminders: 'Enquanto durar o estoque, a loja {shop} ainda pode lembrar você de:',
    nothing: 'Você não tem avisos na loja {shop}.',
    since: 'desde {date}',
    sincePending: 'desde {date}, ainda não confirmado',
    quantity: '{count} × {item}',
    remove: 'Remover',
    removeItem: 'Remover: {item}',
    removed: 'Aviso removido.',
    removeAll: 'Remover tudo',
    allRemoved: 'Tudo foi removido.',
  },
  confirm: {
    title: 'Confirme seu aviso',
    ask: 'Você quer receber um único e-mail da loja {shop} assim que “{item}” voltar ao estoque? Você pode mudar de ideia a qualquer momento.',
    askSeveral:
      'Você quer receber um único e-mail da loja {shop} para cada um destes produtos assim que ele voltar ao estoque? Você pode mudar de ideia a qualquer momento.',
    askSms:
      'Você quer receber um único SMS da loja {shop} para cada um destes produtos assim que ele voltar ao estoque? Você pode mudar de ideia a qualquer momento.',
    button: 'Sim, quero o aviso',
    doneTitle: 'Você está na lista',
    done: 'Seu endereço está confirmado. A loja {shop} enviará um único e-mail para você quando “{item}” voltar ao estoque. Pode fechar esta página.',
    inStockTitle: 'Já voltou ao estoque',
    inStock: 'O produto está disponível agora, então você não precisa esperar.',
    goneTitle: 'Não há nada para confirmar',
    gone: 'O pedido tem mais de sete dias ou foi cancelado. Você pode pedir de novo na página do produto.',
  },
  undo: {
    button: 'Cancelar este pedido',
    title: 'Pedido cancelado',
    done: 'O que você acabou de pedir não está mais na lista. O que foi pedido antes, ou confirmado depois, continua nela.',
  },
  mine: {
    title: 'Seus avisos por e-mail',
    ask: 'Digite o e-mail para o qual {shop} envia avisos. Vamos enviar um link para você ver e remover os avisos.',
    button: 'Enviar o link',
    doneTitle: 'Procure nossa mensagem',
    done: 'Se {shop} tiver avisos para este e-mail, o link está a caminho. Pode levar alguns minutos, e só o enviamos poucas vezes por dia.',
    askSms:
      'Ou informe o número de celular para o qual {shop} envia SMS, e enviaremos o link por SMS.',
    doneSms:
      'Se {shop} tiver avisos para este número, o link está a caminho. Pode levar alguns minutos, e só o enviamos poucas vezes por dia.',
  },
  move: {
    use: 'Usar outro endereço de e-mail',
    sent: 'Se for possível enviar alertas para este endereço, um link está a caminho. Nada muda até você abri-lo. Pode levar alguns minutos, e só o enviamos algumas vezes por dia.',
    title: 'Usar este endereço',
    ask: 'Quer que {shop} envie seus alertas para este endereço a partir de agora? Você mantém seu lugar em todas as listas, e nada mais vai para o endereço antigo.',
    button: 'Sim, usar este endereço',
    done: '{shop} vai enviar seus alertas para este endereço a partir de agora. Você manteve seu lugar em todas as listas. Pode fechar esta página.',
    gone: 'Nada foi alterado: não há mais alertas no endereço antigo, ou eles não podem ser enviados para este.',
  },
  plain: {
    refusedTitle: 'Não foi possível',
    scriptTitle: 'Ative o JavaScript',
    script:
      'Para receber um aviso, ative o JavaScript no seu navegador e volte à página do produto.',
  },
  refused: {
    bot_check_failed:
      'Não conseguimos confirmar que você não é um robô. Espere um momento e tente de novo.',
    phone_not_mobile: 'Só podemos enviar SMS para celulares. Digite um número de celular.',
    phone_country_not_offered:
      'A loja não envia SMS para números deste país. Use um número de um país da lista.',
    too_many_alerts:
      'Você já tem todos os avisos que esta loja permite. Remova um de que não precise mais ou tente de novo amanhã.',
    too_many_people: 'Muita gente está se inscrevendo agora. Tente de novo em uma hora.',
  },
  badLink: {
    title: 'Este link não funciona',
    token_expired: 'O link expirou. Use o link de uma mensagem mais recente.',
    request_expired: 'O link expirou. Você pode pedir um novo aviso na página do produto.',
    token_unknown: 'O link está incompleto. Copie o link inteiro da mensagem.',
    link_outdated: 'O link leva a um endereço que a loja não usa mais. Procure o produto na loja.',
  },
}
