// `npm run replay -- DIR [--shim lua|ucode]`: plays a bar's tables through four stations and the real shim, and compares.
import 'fake-indexeddb/auto'
import { parseArgs } from 'node:util'
import { need } from '../../build/need.ts'
import { type Bar, readBar } from './bar.ts'
import { type Played, play } from './play.ts'
import { type Shim, shims } from './router.ts'
import type { Totals } from './totals.ts'

const whole = (n: number) => Math.round(n).toLocaleString('en')
const say = (text = '') => process.stdout.write(`${text}\n`)

/** Rows of texts in columns; all but the first are set to the right. */
const columns = (rows: string[][]): string => {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map(row => row[i]!.length)))
  return rows
    .map(row => row.map((cell, i) => (i ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  '))
    .join('\n')
}

const report = (bar: Bar, shim: Shim, played: Played): void => {
  const { wanted, found, wrong, actions, events, logBytes, orderBytes, peak } = played
  say(
    `\n${shim}: ${whole(bar.sales.length)} lines of ${whole(new Set(bar.sales.map(({ order }) => order)).size)} orders`,
  )
  say(
    `played as ${whole(actions.orders)} order events, ${whole(actions.voids)} voids, ${whole(actions.moves)} movements of stock`,
  )
  say(`out of reach: ${played.outages.join(', ')}`)
  say()
  const all: [string, Totals][] = [['tables', wanted], ...found]
  const add = (map: Map<string, number>) => [...map.values()].reduce((sum, n) => sum + n, 0)
  const products = [...wanted.drinks.keys()].sort((a, b) => wanted.drinks.get(b)! - wanted.drinks.get(a)!)
  const row = (name: string, of: (totals: Totals) => number) => [
    name,
    ...all.map(([, totals]) => whole(of(totals))),
  ]
  say(
    columns([
      ['', ...all.map(([name]) => name)],
      row('orders with anything left', ({ orders }) => orders),
      row('sum, minor units', ({ sum }) => sum),
      row('items sold', ({ drinks }) => add(drinks)),
      row('left in stock, thousandths', ({ stock }) => add(stock)),
      ...products.map(product => row(`  ${product}`, ({ drinks }) => drinks.get(product) ?? 0)),
    ]),
  )
  say()
  say(
    columns([
      ['events a second while playing', whole((events / played.played) * 1000)],
      ['events a second until all agreed', whole((events / played.agreed) * 1000)],
      ['events in the log', whole(events)],
      ['bytes an event', (logBytes / events).toFixed(1)],
      ['bytes an order event', (orderBytes.bytes / orderBytes.events).toFixed(1)],
      ['log, bytes', whole(logBytes)],
      ['peak memory of a script, KB', peak ? whole(peak.kb) : 'not measured: install time'],
      ['scripts run', peak ? whole(peak.scripts) : '?'],
    ]),
  )
  say()
  for (const text of wrong) say(`WRONG  ${text}`)
  say(wrong.length ? `${wrong.length} differences` : 'all equal: tables, four stations, log')
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({ options: { shim: { type: 'string' } }, allowPositionals: true })
  const [dir] = positionals
  if (positionals.length !== 1 || !dir)
    throw new Error(
      'Usage: npm run replay -- DIR [--shim lua|ucode]; DIR has sales.csv, stock.csv, products.csv',
    )
  const bar = await readBar(dir)
  need(shims().size ? ['time'] : ['time', 'lua5.1'])
  const chosen = [...shims()].filter(([shim]) => !values.shim || shim === values.shim)
  if (!chosen.length)
    throw new Error(`there is no ${values.shim} here; there is ${[...shims().keys()].join(', ')}`)
  for (const [shim, interpreter] of chosen) {
    const played = await play(bar, shim, interpreter)
    report(bar, shim, played)
    if (played.wrong.length) process.exitCode = 1
  }
}

main().then(
  // What is left are timers of the client: nothing that anybody waits for.
  () => process.exit(),
  error => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    process.exit(1)
  },
)
