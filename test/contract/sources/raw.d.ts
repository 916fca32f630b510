/** A file as text: `?raw` is Vite's. */
declare module '*.md?raw' {
  const text: string
  export default text
}
