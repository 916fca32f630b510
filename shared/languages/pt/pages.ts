/** The words of the pages behind links, in European Portuguese. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Cancelar os avisos',
    ask: 'Quer que {shop} deixe de lhe enviar avisos quando os artigos voltarem a estar disponíveis? Sairá de todas as listas de espera desta loja.',
    button: 'Sim, cancelar todos os avisos',
    doneTitle: 'Feito',
    done: 'Já não receberá avisos de {shop}. Pode fechar esta página.',
    product: 'Cancelar apenas o aviso deste artigo',
    productDone: 'Já não está na lista deste artigo. Pode fechar esta página.',
    never: 'Não voltar a enviar-me avisos',
    neverDone:
      '{shop} nunca mais lhe enviará um aviso, mesmo que alguém o peça. Pode fechar esta página.',
  },
  manage: {
    title: 'Os seus avisos',
    intro: '{shop} envia-lhe um aviso quando estes artigos voltarem a estar disponíveis.',
    reminders: 'Enquanto houver stock, {shop} ainda lhe pode lembrar:',
    nothing: 'Não tem avisos em {shop}.',
    since: 'desde {date}',
    sincePending: 'desde {date}, ainda não confirmado',
    quantity: '{count} × {item}',
    remove: 'Remover',
    removeItem: 'Remover: {item}',
    removed: 'Aviso removido.',
    removeAll: 'Remover tudo',
    allRemoved: 'Tudo removido.',
  },
  confirm: {
    title: 'Confirme o seu aviso',
    ask: 'Quer receber um único e-mail de {shop} assim que «{item}» voltar a estar disponível? Pode cancelar a qualquer momento.',
    askSeveral:
      'Quer receber um único e-mail de {shop} por cada um destes artigos, assim que voltar a estar disponível? Pode cancelar a qualquer momento.',
    askSms:
      'Quer receber um único SMS de {shop} por cada um destes artigos, assim que voltar a estar disponível? Pode cancelar a qualquer momento.',
    button: 'Sim, avisem-me',
    doneTitle: 'Está na lista',
    done: 'O seu endereço está confirmado. {shop} vai enviar-lhe um único e-mail quando «{item}» voltar a estar disponível. Pode fechar esta página.',
    inStockTitle: 'Já está disponível',
    inStock: 'O artigo está disponível agora, por isso não precisa de esperar.',
    goneTitle: 'Não há nada a confirmar',
    gone: 'O pedido tem mais de sete dias ou foi cancelado. Pode pedir de novo na página do artigo.',
  },
  undo: {
    button: 'Anular este pedido',
    title: 'Pedido anulado',
    done: 'O que acabou de pedir já não está na lista. O que foi pedido antes, ou confirmado entretanto, mantém-se nela.',
  },
  mine: {
    title: 'Os seus avisos por e-mail',
    ask: 'Introduza o endereço de e-mail para o qual {shop} envia avisos. Enviaremos uma ligação para os ver e remover.',
    button: 'Enviar-me a ligação',
    doneTitle: 'Procure a nossa mensagem',
    done: 'Se {shop} tiver avisos para este endereço, a ligação está a caminho. Pode demorar alguns minutos, e só a enviamos poucas vezes por dia.',
    askSms:
      'Ou indique o número de telemóvel para o qual {shop} envia SMS e enviamos-lhe a ligação por SMS.',
    doneSms:
      'Se {shop} tiver avisos para este número, a ligação está a caminho. Pode demorar alguns minutos, e só a enviamos poucas vezes por dia.',
  },
  move: {
    use: 'Usar outro endereço de e-mail',
    sent: 'Se for possível enviar alertas para este endereço, uma ligação está a caminho. Nada muda até a abrir. Pode demorar alguns minutos, e só a enviamos algumas vezes por dia.',
    title: 'Usar este endereço',
    ask: 'Quer que {shop} envie os seus alertas para este endereço a partir de agora? Mantém o seu lugar em todas as listas, e nada mais é enviado para o endereço antigo.',
    button: 'Sim, usar este endereço',
    done: '{shop} vai enviar os seus alertas para este endereço a partir de agora. Manteve o seu lugar em todas as listas. Pode fechar esta página.',
    gone: 'Nada foi alterado: já não há alertas no endereço antigo, ou não podem ser enviados para este.',
  },
  plain: {
    refusedTitle: 'Não foi possível',
    scriptTitle: 'Ative o JavaScript',
    script:
      'Para receber um aviso, ative o JavaScript no seu navegador e volte à página do artigo.',
  },
  refused: {
    bot_check_failed:
      'Não conseguimos verificar que é uma pessoa. Espere um momento e tente de novo.',
    phone_not_mobile: 'Só podemos enviar SMS para telemóveis. Introduza um número de telemóvel.',
    phone_country_not_offered:
      'A loja não envia SMS para números deste país. Use um número de um país da lista.',
    too_many_alerts:
      'Já tem tantos avisos quantos a loja permite. Remova um de que já não precise ou tente de novo amanhã.',
    too_many_people:
      'Há muitas pessoas a inscrever-se neste momento. Tente de novo daqui a uma hora.',
  },
  badLink: {
    title: 'Este link não funciona',
    token_expired: 'O link expirou. Use o link de uma mensagem mais recente.',
    request_expired: 'O link expirou. Pode pedir um novo aviso na página do artigo.',
    token_unknown: 'O link não está completo. Copie o link inteiro da mensagem.',
    link_outdated: 'O link leva a um endereço que a loja já não usa. Procure o artigo na loja.',
  },
}
