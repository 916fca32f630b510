/** The words of the pages behind links, in Spanish. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Cancelar los avisos',
    ask: '¿Quieres que {shop} deje de avisarte cuando los productos vuelvan a estar disponibles? Te quitaremos de todas las listas de espera de esta tienda.',
    button: 'Sí, cancelar todos los avisos',
    doneTitle: 'Hecho',
    done: 'Ya no recibirás avisos de {shop}. Puedes cerrar esta página.',
    product: 'Cancelar solo el aviso de este producto',
    productDone: 'Ya no estás en la lista de este producto. Puedes cerrar esta página.',
    never: 'No volver a enviarme avisos',
    neverDone:
      '{shop} no volverá a enviarte ningún aviso, aunque alguien lo pida. Puedes cerrar esta página.',
  },
  manage: {
    title: 'Tus avisos',
    intro: '{shop} te avisará cuando estos productos vuelvan a estar disponibles.',
    reminders: 'Mientras queden existencias, {shop} todavía puede recordarte:',
    nothing: 'No tienes avisos en {shop}.',
    since: 'desde el {date}',
    sincePending: 'desde el {date}, sin confirmar todavía',
    quantity: '{count} × {item}',
    remove: 'Quitar',
    removeItem: 'Quitar: {item}',
    removed: 'Aviso eliminado.',
    removeAll: 'Quitar todo',
    allRemoved: 'Todo quitado.',
  },
  confirm: {
    title: 'Confirma tu aviso',
    ask: '¿Quieres recibir un único correo de {shop} en cuanto «{item}» vuelva a estar disponible? Puedes cambiar de opinión en cualquier momento.',
    askSeveral:
      '¿Quieres recibir un único correo de {shop} por cada uno de estos productos en cuanto vuelva a estar disponible? Puedes cambiar de opinión en cualquier momento.',
    askSms:
      '¿Quieres recibir un único SMS de {shop} por cada uno de estos productos en cuanto vuelva a estar disponible? Puedes cambiar de opinión en cualquier momento.',
    button: 'Sí, avísame',
    doneTitle: 'Ya estás en la lista',
    done: 'Tu dirección está confirmada. {shop} te enviará un único correo cuando «{item}» vuelva a estar disponible. Puedes cerrar esta página.',
    inStockTitle: 'Ya está disponible',
    inStock: 'El producto está disponible ahora, así que no tienes que esperar.',
    goneTitle: 'No hay nada que confirmar',
    gone: 'La solicitud tiene más de siete días o se canceló. Puedes pedirlo de nuevo en la página del producto.',
  },
  undo: {
    button: 'Anular esta solicitud',
    title: 'Solicitud anulada',
    done: 'Lo que acabas de pedir ya no está en la lista. Lo que se pidió antes, o se ha confirmado después, sigue en ella.',
  },
  mine: {
    title: 'Tus avisos por correo',
    ask: 'Escribe la dirección de correo a la que {shop} envía avisos. Te enviaremos un enlace para verlos y quitarlos.',
    button: 'Enviarme el enlace',
    doneTitle: 'Busca nuestro mensaje',
    done: 'Si {shop} tiene avisos para esta dirección, el enlace está en camino. Puede tardar unos minutos, y solo lo enviamos unas pocas veces al día.',
    askSms:
      'O escribe el número de móvil al que {shop} envía SMS y te enviaremos el enlace por SMS.',
    doneSms:
      'Si {shop} tiene avisos para este número, el enlace está en camino. Puede tardar unos minutos, y solo lo enviamos unas pocas veces al día.',
  },
  move: {
    use: 'Usar otra dirección de correo',
    sent: 'Si se pueden enviar avisos a esta dirección, un enlace va en camino. Nada cambia hasta que lo abras. Puede tardar unos minutos, y solo lo enviamos unas pocas veces al día.',
    title: 'Usar esta dirección',
    ask: '¿Quieres que {shop} envíe tus avisos a esta dirección a partir de ahora? Conservas tu puesto en cada lista y no se enviará nada más a la dirección anterior.',
    button: 'Sí, usar esta dirección',
    done: '{shop} enviará tus avisos a esta dirección a partir de ahora. Has conservado tu puesto en cada lista. Puedes cerrar esta página.',
    gone: 'No se ha cambiado nada: ya no hay avisos en la dirección anterior, o no se pueden enviar a esta.',
  },
  plain: {
    refusedTitle: 'No ha sido posible',
    scriptTitle: 'Activa JavaScript',
    script:
      'Para recibir un aviso, activa JavaScript en tu navegador y vuelve a la página del producto.',
  },
  refused: {
    bot_check_failed:
      'No hemos podido comprobar que eres una persona. Espera un momento y vuelve a intentarlo.',
    phone_not_mobile: 'Solo podemos enviar SMS a móviles. Escribe un número de móvil.',
    phone_country_not_offered:
      'La tienda no envía SMS a números de este país. Usa un número de un país de la lista.',
    too_many_alerts:
      'Ya tienes todos los avisos que permite esta tienda. Elimina uno que ya no necesites o vuelve a intentarlo mañana.',
    too_many_people: 'Ahora mismo se está apuntando mucha gente. Vuelve a intentarlo en una hora.',
  },
  badLink: {
    title: 'Este enlace no funciona',
    token_expired: 'El enlace ya no es válido. Usa el enlace de un mensaje más reciente.',
    request_expired:
      'El enlace ya no es válido. Puedes pedir otro aviso en la página del producto.',
    token_unknown: 'El enlace no está completo. Copia el enlace entero del mensaje.',
    link_outdated:
      'El enlace lleva a una dirección que la tienda ya no usa. Busca el producto en la tienda.',
  },
}
