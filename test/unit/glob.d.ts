/** Vite reads the files of a pattern when it bundles a test. */
interface ImportMeta {
  glob<T>(
    pattern: string,
    options: { query?: string; import: 'default'; eager: true },
  ): Record<string, T>
}
