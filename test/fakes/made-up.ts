/** Made-up people of lists, for the tests and the proof. */

/** A consent of an imported person, as a line of a list has it. `file`: the file that brought it. */
export const madeUpConsent = (at: string, method: 'form' | 'imported', file: string) => ({
  purpose: 'alert',
  channel: 'email',
  action: 'given',
  at,
  version: 'autumn',
  text: 'E-mail me once when it is back.',
  words: 'caller',
  method,
  page: 'https://old.example/p/tee',
  ip: '192.0.2.0',
  importedFrom: file,
})
