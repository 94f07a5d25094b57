/** One measured figure, with what it was measured against in the same run. */
export interface Figure {
  section: string
  /** What was measured. */
  name: string
  /** Under which circumstances, such as how many events there were. */
  at: string
  unit: 'ms' | 'B' | 'KB' | '%' | ''
  /** How many times. */
  runs: number
  median: number
  p95: number
  /** How many a second, one after the other. */
  rate?: number
  peer?: { name: string; runs: number; median: number; p95: number }
  aim?: Aim
}

/** What the figure should reach, and whether it did. */
export interface Aim {
  says: string
  reached: boolean
}

/** The value below which a share `q` of the samples lies (nearest rank). */
export const quantile = (samples: readonly number[], q: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)]!
}

/** Median and 95th percentile of samples. */
export const spread = (samples: readonly number[]): Pick<Figure, 'runs' | 'median' | 'p95'> => {
  if (!samples.length) throw new Error('nothing was measured')
  return { runs: samples.length, median: quantile(samples, 0.5), p95: quantile(samples, 0.95) }
}

/** The peer's part of a figure. */
export const against = (name: string, samples: readonly number[]): NonNullable<Figure['peer']> => ({
  name,
  ...spread(samples),
})

/** At most so much at the 95th percentile. */
export const atMost = (limit: number, samples: readonly number[], unit: Figure['unit']): Aim => ({
  says: `p95 ≤ ${number(limit)} ${unit}`,
  reached: quantile(samples, 0.95) <= limit,
})

/**
 * Does not grow: the median of the largest case is at most a fifth above that of the smallest, or less than `grain`
 * above it where the figures are so small that the clock or the scheduler decides.
 */
export const flat = (smallest: readonly number[], largest: readonly number[], grain: number): Aim => {
  const [a, b] = [quantile(smallest, 0.5), quantile(largest, 0.5)]
  return { says: `flat: ${number(a)} → ${number(b)}`, reached: b <= Math.max(a * 1.2, a + grain) }
}

/** Three significant digits, or whole numbers with separators from 1,000 on. */
export const number = (n: number): string =>
  Math.abs(n) >= 100 || Number.isInteger(n)
    ? Math.round(n).toLocaleString('en')
    : Number(n.toPrecision(3)).toString()

const HEAD = ['', 'figure', 'at', 'median', 'p95', '1/s', 'runs', 'peer: median / p95', 'aim reached']
/** The columns that are set to the right. */
const isNumeric = (column: number) => column >= 3 && column <= 6

const cells = ({ section, name, at, unit, runs, median, p95, rate, peer, aim }: Figure): string[] => {
  const same = unit === 'B' && median === p95
  return [
    section,
    name,
    at,
    `${number(median)} ${unit}`,
    same ? '' : `${number(p95)} ${unit}`,
    rate ? number(rate) : '',
    String(runs),
    peer ? `${number(peer.median)}${same ? '' : ` / ${number(peer.p95)}`}  ${peer.name}` : '',
    aim ? `${aim.reached ? 'yes' : 'NO '}  ${aim.says}` : '',
  ]
}

/** The figures as a table for a terminal. */
export const table = (figures: readonly Figure[]): string => {
  const rows = [HEAD, ...figures.map(cells)]
  const widths = HEAD.map((_, i) => Math.max(...rows.map(row => row[i]!.length)))
  const line = (row: string[]) =>
    row.map((cell, i) => (isNumeric(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ')
  return rows.map(row => line(row).trimEnd()).join('\n')
}

/** The same table in Markdown. */
export const markdown = (figures: readonly Figure[]): string => {
  const line = (row: string[]) => `| ${row.map(cell => cell.trim().replace(/ {2,}/, ' · ')).join(' | ')} |`
  const rule = `|${HEAD.map((_, i) => (isNumeric(i) ? '--:' : '---')).join('|')}|`
  return [line(HEAD), rule, ...figures.map(figure => line(cells(figure)))].join('\n')
}
