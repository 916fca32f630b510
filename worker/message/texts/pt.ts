/** The words of messages and pages in Portuguese. */
import type { Texts } from '../texts.ts'

export const pt: Texts = {
  subject: (title) => `De novo disponível: ${title}`,
  preview: (title, shop) => `${title} está de novo disponível em ${shop}.`,
  heading: 'Está de novo disponível',
  intro: (shop) =>
    `Pediu a ${shop} que o avisasse quando este artigo voltasse a estar disponível. Já está.`,
  button: 'Ver na loja',
  hurry: 'Outras pessoas também esperavam, e não podemos reservar um para si.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} voltou ao stock. ${link}`,
    stopByReply: 'Responda STOP para parar.',
    stopByLink: (link) => `Parar: ${link}`,
  },
  why: (shop) =>
    `Recebe esta única mensagem porque a pediu na página do artigo em ${shop}. Já não está na lista deste artigo.`,
  manage: 'Ver o que espera',
  unsubscribe: 'Parar todos os avisos desta loja',
  unsubscribePage: {
    title: 'Parar os avisos',
    ask: (shop) =>
      `${shop} deve deixar de o avisar quando os artigos voltarem a estar disponíveis? Sairá de todas as listas de espera desta loja.`,
    button: 'Sim, parar todos os avisos',
    doneTitle: 'Feito',
    done: (shop) => `${shop} já não tem nenhum aviso à sua espera. Pode fechar esta página.`,
    product: 'Parar apenas o aviso deste artigo',
    productDone: 'Já não está na lista deste artigo. Pode fechar esta página.',
    never: 'Nunca mais me escrever',
    neverDone: (shop) =>
      `${shop} nunca mais enviará um aviso para este endereço, mesmo que alguém o peça. Pode fechar esta página.`,
  },
  managePage: {
    title: 'O que espera',
    intro: (shop) => `${shop} avisa-o quando estes artigos voltarem a estar disponíveis.`,
    nothing: (shop) => `Não espera nada em ${shop}.`,
    since: (date) => `desde ${date}`,
    pending: 'ainda não confirmado',
    remove: 'Remover',
    removed: 'Removido.',
  },
  needsScript:
    'Para receber um aviso, ative o JavaScript no seu navegador e volte à página do artigo.',
  badLink: {
    title: 'Esta ligação não funciona',
    token_expired: 'A ligação expirou. Use a ligação de uma mensagem mais recente.',
    token_unknown: 'A ligação não está completa. Copie a ligação inteira da mensagem.',
    link_outdated: 'A ligação leva a uma página que a loja deixou. Procure o artigo na loja.',
  },
  confirmMail: {
    subject: (shop) => `Confirme o seu aviso em ${shop}`,
    heading: 'Confirme o seu endereço de e-mail',
    intro: (shop, title) =>
      `Alguém pediu a ${shop} que avisasse este endereço quando ${title ? `«${title}»` : 'um artigo'} voltar a estar disponível. Se foi você, confirme no prazo de sete dias. Até lá, nada lhe é enviado.`,
    button: 'Confirmar o endereço',
    why: 'Se não foi você, não faça nada: o pedido é esquecido ao fim de sete dias.',
    never: 'Ou parar agora',
  },
  confirmPage: {
    title: 'Confirme o seu aviso',
    ask: (shop) =>
      `${shop} deve enviar-lhe um único e-mail assim que o artigo voltar a estar disponível? Pode parar a qualquer momento.`,
    button: 'Sim, avisem-me',
    doneTitle: 'Está na lista',
    done: (shop) =>
      `O seu endereço está confirmado. ${shop} enviar-lhe-á um único e-mail quando o artigo voltar a estar disponível. Pode fechar esta página.`,
    inStockTitle: 'Já está de volta',
    inStock: 'O artigo está disponível agora, por isso não há nada a esperar.',
    goneTitle: 'Não há nada a confirmar',
    gone: 'O pedido tem mais de sete dias ou foi parado. Pode pedir de novo na página do artigo.',
  },
}
