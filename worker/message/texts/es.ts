/** The words of messages and pages in Spanish. */
import type { Texts } from '../texts.ts'

export const es: Texts = {
  subject: (title) => `De nuevo disponible: ${title}`,
  preview: (title, shop) => `${title} vuelve a estar disponible en ${shop}.`,
  heading: 'Ya ha vuelto',
  intro: (shop) =>
    `Pediste a ${shop} que te avisara cuando este producto volviera a estar disponible. Ya lo está.`,
  button: 'Verlo en la tienda',
  hurry: 'Otras personas también esperaban, y no podemos reservarte ninguno.',
  sms: {
    alert: (shop, title, link) => `${shop}: ${title} vuelve a estar disponible. ${link}`,
    stopByReply: 'Baja: responde STOP.',
    stopByLink: (link) => `Baja: ${link}`,
  },
  why: (shop) =>
    `Recibes este único mensaje porque lo pediste en la página del producto de ${shop}. Ya no estás en la lista de este producto.`,
  manage: 'Ver lo que esperas',
  unsubscribe: 'Detener todos los avisos de esta tienda',
  unsubscribePage: {
    title: 'Detener los avisos',
    ask: (shop) =>
      `¿Debe ${shop} dejar de avisarte cuando los productos vuelvan a estar disponibles? Saldrás de todas las listas de espera de esta tienda.`,
    button: 'Sí, detener todos los avisos',
    doneTitle: 'Hecho',
    done: (shop) =>
      `${shop} ya no tiene ningún aviso pendiente para ti. Puedes cerrar esta página.`,
    product: 'Detener solo el aviso de este producto',
    productDone: 'Ya no estás en la lista de este producto. Puedes cerrar esta página.',
    never: 'No volver a escribirme nunca',
    neverDone: (shop) =>
      `${shop} no volverá a enviar ningún aviso a esta dirección, aunque alguien lo pida. Puedes cerrar esta página.`,
  },
  managePage: {
    title: 'Lo que esperas',
    intro: (shop) => `${shop} te avisa cuando estos productos vuelvan a estar disponibles.`,
    nothing: (shop) => `No esperas nada en ${shop}.`,
    since: (date) => `desde el ${date}`,
    pending: 'sin confirmar todavía',
    remove: 'Quitar',
    removed: 'Quitado.',
  },
  needsScript:
    'Para recibir un aviso, activa JavaScript en tu navegador y vuelve a la página del producto.',
  badLink: {
    title: 'Este enlace no funciona',
    token_expired: 'El enlace ha caducado. Usa el enlace de un mensaje más reciente.',
    token_unknown: 'El enlace no está completo. Copia el enlace entero del mensaje.',
    link_outdated:
      'El enlace lleva a una página que la tienda ha dejado. Busca el producto en la tienda.',
  },
  confirmMail: {
    subject: (shop) => `Confirma tu aviso en ${shop}`,
    heading: 'Confirma tu correo electrónico',
    intro: (shop, title) =>
      `Alguien ha pedido a ${shop} que avise a esta dirección cuando ${title ? `«${title}»` : 'un producto'} vuelva a estar disponible. Si fuiste tú, confírmalo antes de siete días. Hasta entonces no se te envía nada.`,
    button: 'Confirmar la dirección',
    why: 'Si no fuiste tú, no hagas nada: la solicitud se olvida a los siete días.',
    never: 'O detenerlo ahora',
  },
  confirmPage: {
    title: 'Confirma tu aviso',
    ask: (shop) =>
      `¿Debe ${shop} enviarte un único correo en cuanto el producto vuelva a estar disponible? Puedes detenerlo en cualquier momento.`,
    button: 'Sí, avisadme',
    doneTitle: 'Ya estás en la lista',
    done: (shop) =>
      `Tu dirección está confirmada. ${shop} te enviará un único correo cuando el producto vuelva a estar disponible. Puedes cerrar esta página.`,
    inStockTitle: 'Ya ha vuelto',
    inStock: 'El producto está disponible ahora, así que no hay nada que esperar.',
    goneTitle: 'No hay nada que confirmar',
    gone: 'La solicitud tiene más de siete días o fue detenida. Puedes pedirlo de nuevo en la página del producto.',
  },
}
