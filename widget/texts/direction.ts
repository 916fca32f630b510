/** Which way a language is written, told from its tag. */
export const directionOf = (language: string) =>
  /^(ar|dv|fa|he|ps|ur|yi)\b/.test(language) ? 'rtl' : 'ltr'
