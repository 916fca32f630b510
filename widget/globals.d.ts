/** The form's file under the base, named by the build. */
declare const FORM_FILE: string

interface Window {
  Shelfbell?: { refresh(): void; destroy(): void }
}
