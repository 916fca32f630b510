/** The words of the mails in Spanish. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'De nuevo disponible: {item}',
    preview: 'De nuevo disponible en {shop}: {item}',
    heading: 'De nuevo disponible',
    intro:
      'Pediste a {shop} que te avisara cuando este producto volviera a estar disponible. Ya lo está.',
    button: 'Ver el producto',
    hurry: 'No podemos reservarte ninguno, así que puede volver a agotarse.',
    othersWaiting: 'Otras personas también esperaban, y no podemos reservarte ninguno.',
    why: 'Recibes este único mensaje porque lo pediste en la página del producto de {shop}. Ya no estás en la lista de este producto.',
    manage: 'Ver mis avisos',
    unsubscribe: 'Cancelar todos los avisos de esta tienda',
  },
  reminder: {
    subject: 'Sigue disponible: {item}',
    preview: 'Sigue disponible en {shop}: {item}',
    heading: 'Sigue disponible',
    intro:
      'Hace poco, {shop} te avisó de que este producto volvía a estar disponible. Todavía lo está.',
    why: 'Recibes este recordatorio porque pediste a {shop} que te avisara cuando este producto volviera a estar disponible.',
    noLonger: 'Este producto ya no me interesa',
    mayFollow:
      'Recibes este mensaje porque se lo pediste a {shop}. Puede seguirle un recordatorio mientras queden existencias.',
  },
  digest: {
    subject: 'Varios productos de nuevo disponibles en {shop}',
    heading: 'De nuevo disponibles',
    intro:
      'Pediste a {shop} que te avisara cuando estos productos volvieran a estar disponibles. Ya lo están.',
    hurry: 'No podemos reservártelos, así que pueden volver a agotarse.',
    why: 'Recibes este único mensaje porque lo pediste en las páginas de producto de {shop}. Ya no estás en la lista de estos productos.',
  },
  closed: {
    subject: 'Ya no disponible: {item}',
    preview: 'Ya no disponible en {shop}: {item}',
    heading: 'Este producto no volverá',
    intro:
      'Pediste a {shop} que te avisara cuando este producto volviera a estar disponible. Lamentablemente, no volverá.',
    instead: 'La tienda te propone en su lugar:',
    why: 'Recibes este último mensaje sobre el producto porque pediste un aviso en la página del producto de {shop}. Ya no estás en la lista.',
  },
  confirmation: {
    subject: 'Confirma tu aviso en {shop}',
    heading: 'Confirma tu correo electrónico',
    intro:
      'Alguien ha pedido a {shop} que envíe un correo a esta dirección cuando «{item}» vuelva a estar disponible. Si fuiste tú, confírmalo en un plazo de siete días. Hasta entonces no te enviaremos nada.',
    introSeveral:
      'Alguien ha pedido a {shop} que envíe un correo a esta dirección cuando estos productos vuelvan a estar disponibles. Si fuiste tú, confírmalo en un plazo de siete días. Hasta entonces no te enviaremos nada.',
    button: 'Confirmar la dirección',
    why: 'Si no fuiste tú, no hagas nada: la solicitud se eliminará a los siete días.',
    never: 'O cancelar estos correos ahora',
  },
  acknowledgement: {
    subject: 'Ya estás en la lista de {shop}',
    intro:
      '{shop} te enviará un único correo cuando «{item}» vuelva a estar disponible. No tienes que hacer nada más.',
    why: 'Si no fuiste tú, otra persona ha escrito tu dirección. Quítala con el botón o cancela estos correos aquí:',
  },
  list: {
    subject: 'Tus avisos en {shop}',
    heading: 'Tus avisos',
    intro:
      'Alguien ha pedido el enlace a los avisos que {shop} envía a esta dirección. Con él puedes verlos y quitarlos.',
    button: 'Ver tus avisos',
    why: 'Si no has sido tú, no tienes que hacer nada. Nadie más recibe este enlace.',
  },
  move: {
    intro:
      'Alguien ha pedido a {shop} que envíe sus avisos a esta dirección a partir de ahora. Si has sido tú, confírmalo en un plazo de siete días. Hasta entonces no cambia nada.',
  },
}
