/**
 * Whether the page is dark: by the button's `--shelfbell-scheme`, else by the colour of its words. What the
 * shopper's system wishes says nothing about a page that has one look, or a switch of its own.
 */
export function isDark(button: CSSStyleDeclaration): boolean {
  const said = button.getPropertyValue('--shelfbell-scheme').trim()
  if (said) return said === 'dark'
  // `rgb(0, 0, 0)`, `color(srgb 0 0 0)`, `lab(0 …)`, `oklch(0 …)`: green stands for them all.
  const [kind = '', ...parts] = getComputedStyle(document.body).color.match(/[\w.]+/g) ?? []
  const light = kind.startsWith('rgb')
    ? Number(parts[1]) / 255
    : kind === 'color'
      ? Number(parts[2])
      : Number(parts[0]) / (kind.startsWith('ok') ? 1 : 100)
  return light > 0.6
}
