/** The form's words in Spanish. Informal: tú. Words that serve both sides of the ocean. */
import type { FormWords } from '../words.ts'

export const form: FormWords = {
  language: 'es',
  button: 'Avísame cuando esté disponible',
  title: 'Te avisamos cuando esté disponible',
  close: 'Cerrar',
  loading: 'Cargando…',
  variant: 'Elige una o varias opciones',
  email: 'Correo electrónico',
  phone: 'Número de teléfono móvil',
  country: 'País',
  quantity: '¿Cuántas unidades quieres?',
  optional: '(opcional)',
  expected: 'Previsto:',
  remember: 'Recordar mis datos de contacto en este dispositivo',
  privacy: 'Política de privacidad',
  submit: 'Avísame',
  sending: 'Enviando…',
  doneTitle: 'Ya estás en la lista',
  done: 'En cuanto vuelva a estar disponible, te avisaremos en:',
  confirmTitle: 'Un paso más',
  confirm: 'Abre el mensaje que te hemos enviado y confirma:',
  reload: 'Recargar la página',
  retry: 'Reintentar',
  errors: {
    email_missing: 'Escribe tu correo electrónico.',
    phone_missing: 'Escribe tu número de teléfono móvil.',
    contact_missing: 'Escribe tu correo electrónico o tu número de teléfono móvil.',
    variant_missing: 'Elige al menos una opción.',
    email_invalid: 'Revisa el correo electrónico. Debe parecerse a nombre@example.com.',
    phone_invalid: 'Revisa el número y el país.',
    consent_text_mismatch:
      'El texto de consentimiento acaba de cambiar. Lee el nuevo texto y vuelve a intentarlo.',
    in_stock: 'Buenas noticias: ya está disponible. Recarga la página para comprarlo.',
    too_many_requests: 'Demasiados intentos. Espera un minuto y vuelve a intentarlo.',
    origin_not_allowed:
      'Los avisos aún no están activados en este sitio. Ponte en contacto con la tienda.',
    shop_unknown:
      'Los avisos aún no están activados en este sitio. Ponte en contacto con la tienda.',
    variant_not_found: 'No hay avisos para este producto. Ponte en contacto con la tienda.',
    body_too_large: 'El texto es demasiado largo. Acórtalo y vuelve a intentarlo.',
    offline: 'Sin conexión. Comprueba que estás en línea y vuelve a intentarlo.',
    timeout: 'Está tardando demasiado. Comprueba tu conexión y vuelve a intentarlo.',
    failed: 'Algo ha fallado por nuestra parte. Vuelve a intentarlo en un momento.',
  },
}
