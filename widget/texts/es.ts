/** The form's words in Spanish. */
import type { Texts } from './en.ts'

export const es: Texts = {
  language: 'es',
  button: 'Avísame cuando vuelva',
  title: 'Te avisamos cuando vuelva',
  close: 'Cerrar',
  loading: 'Cargando…',
  variant: 'Elige una o varias variantes',
  email: 'Correo electrónico',
  phone: 'Número de móvil',
  country: 'País del número',
  quantity: '¿Cuántas unidades quieres?',
  optional: '(opcional)',
  remember: 'Recordar mis datos de contacto en este dispositivo',
  privacy: 'Política de privacidad',
  submit: 'Avísame',
  sending: 'Enviando…',
  doneTitle: 'Ya estás en la lista',
  done: 'Te avisaremos en cuanto vuelva a haber existencias:',
  confirmTitle: 'Un paso más',
  confirm: 'Abre el correo que te hemos enviado y confirma tu dirección:',
  reload: 'Recargar la página',
  retry: 'Reintentar',
  errors: {
    email_missing: 'Escribe tu correo electrónico.',
    phone_missing: 'Escribe tu número de móvil.',
    contact_missing: 'Escribe tu correo electrónico o tu número de móvil.',
    variant_missing: 'Elige al menos una variante.',
    email_invalid: 'Revisa el correo electrónico. Debe parecerse a nombre@ejemplo.es.',
    phone_invalid: 'Revisa el número. Si es extranjero, empieza por + y el prefijo del país.',
    consent_text_mismatch:
      'Las condiciones acaban de cambiar. Lee el nuevo texto y pulsa otra vez.',
    in_stock: 'Buenas noticias: vuelve a haber existencias. Recarga la página para comprarlo.',
    too_many_requests:
      'Han sido muchos intentos en poco tiempo. Espera un minuto y pulsa otra vez.',
    origin_not_allowed: 'Los avisos aún no están activados en este sitio. Contacta con la tienda.',
    shop_unknown: 'Los avisos aún no están activados en este sitio. Contacta con la tienda.',
    variant_not_found: 'No hay avisos para este producto. Contacta con la tienda.',
    body_too_large: 'Es más de lo que podemos aceptar. Acorta lo que has escrito y pulsa otra vez.',
    bot_check_failed:
      'No hemos podido comprobar que eres una persona. Espera un momento y vuelve a pulsar.',
    offline: 'Sin conexión. Comprueba que estás en línea y vuelve a intentarlo.',
    timeout: 'Está tardando demasiado. Comprueba tu conexión y vuelve a intentarlo.',
    failed: 'Algo ha fallado por nuestra parte. Vuelve a intentarlo en un momento.',
  },
}
