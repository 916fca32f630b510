/** A file as text: Vite resolves `?raw`. */
declare module '*?raw' {
  const text: string
  export default text
}
