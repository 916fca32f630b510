/** A figure of a bench, and the table that shows figures. */
import type { Compared } from './rounds.ts'

export interface Figure {
  bench: string
  what: string
  value: number
  unit: string
  /** The limit; absent for a figure that only informs. */
  budget?: { least: number } | { most: number }
  note?: string
}

/** Options of a run. */
export interface Options {
  rounds: number
  /** The sizes of the restock bench, the smallest first. */
  people: number[]
  /** People whom the relay bench hands on. */
  relayed: number
}

/** The ratio of two rates, and the rates themselves, which hold for this machine and moment only. */
export function rateFigures(
  bench: string,
  thing: string,
  compared: Compared,
  budget?: { least: number },
): Figure[] {
  const { bare, subject, ratio, least, greatest, cpu, rounds } = compared
  const spread = `${least.toFixed(2)} to ${greatest.toFixed(2)} in ${rounds} rounds`
  return [
    {
      bench,
      what: `${thing}, ours : bare`,
      value: ratio,
      unit: '×',
      note: spread,
      ...(budget && { budget }),
    },
    { bench, what: `${thing}, ours`, value: subject, unit: '/s' },
    { bench, what: `${thing}, bare`, value: bare, unit: '/s' },
    ...(cpu === undefined
      ? []
      : [{ bench, what: 'CPU for one, ours : bare', value: cpu, unit: '×', note: 'of workerd' }]),
  ]
}

/** Whether a figure is within its budget; undefined if it has none. */
export function kept({ value, budget }: Figure): boolean | undefined {
  if (!budget) return undefined
  return 'least' in budget ? value >= budget.least : value <= budget.most
}

export function table(figures: Figure[]): string {
  const lines = figures.map((figure) => [
    figure.bench,
    figure.what,
    `${number(figure.value)} ${figure.unit}`,
    budgetOf(figure),
    figure.note ?? '',
  ])
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function budgetOf(figure: Figure): string {
  if (!figure.budget) return ''
  const bound = 'least' in figure.budget ? `≥ ${figure.budget.least}` : `≤ ${figure.budget.most}`
  return `${bound} ${kept(figure) ? 'kept' : 'MISSED'}`
}

const number = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 3 : value < 100 ? 1 : 0 })
