/** A file as text: Vite resolves `?raw`. */
declare module '*.md?raw' {
  const text: string
  export default text
}
