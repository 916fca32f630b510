/**
 * Whether the page is dark: by the button's `--shelfbell-scheme`, else by the page's text colour. The system's
 * setting is not used, because a page may have a single scheme or a switch of its own.
 */
export function isDark(button: CSSStyleDeclaration): boolean {
  const said = button.getPropertyValue('--shelfbell-scheme').trim()
  if (said) return said === 'dark'
  // `rgb(0, 0, 0)`, `color(srgb 0 0 0)`, `lab(0 …)`, `oklch(0 …)`: the green or lightness part decides.
  const [kind = '', ...parts] = getComputedStyle(document.body).color.match(/[\w.]+/g) ?? []
  const light = kind.startsWith('rgb')
    ? Number(parts[1]) / 255
    : kind === 'color'
      ? Number(parts[2])
      : Number(parts[0]) / (kind.startsWith('ok') ? 1 : 100)
  return light > 0.6
}
