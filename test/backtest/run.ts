// `npm run backtest -- DIR`: forecasts a bar's sales hour by hour, each time from what was known then, and says how far off.
import { parseArgs } from 'node:util'
import { BELIEF } from '../../src/domain/belief.ts'
import { forecaster, profileOf } from './model.ts'
import { others } from './others.ts'
import { BASELINES, leastSold, type Sum, score } from './score.ts'
import { readTill } from './till.ts'
import { counting, random, untapped } from './untapped.ts'

const USAGE =
  'Usage: npm run backtest -- DIR [--json] [--profile OTHER_DIR] [--untapped 0.3 --counts 2 [--seed 1]] [--shake | --others]; DIR has sales.csv, stock.csv, products.csv'

const round = (n: number, digits = 3): number => Number(n.toFixed(digits))

/** The figures of one horizon; none where nothing was sold. */
const figures = ({ hours, scope, forecasts, truth, error, inside, width, baselines }: Sum) => ({
  hours,
  scope,
  wape: round(error / truth),
  coverage80: round(inside / forecasts),
  baselines: Object.fromEntries(BASELINES.map(name => [name, round(baselines[name] / truth)])),
  forecasts,
  width: round(width / forecasts, 2),
})

const report = (all: ReturnType<typeof figures>[]): string => {
  const rows = all.map(({ hours, scope, wape, coverage80, baselines, forecasts, width }) => {
    const each = BASELINES.map(name => baselines[name]!)
    const best = Math.min(...each)
    return [scope, `${hours} h`, `${forecasts}`, wape.toFixed(3), (wape / best).toFixed(2)].concat(
      `${Math.round(coverage80 * 100)} %`,
      width.toFixed(1),
      each.map(n => n.toFixed(3)),
    )
  })
  const head = ['products', 'ahead', 'forecasts', 'error', 'of best', 'inside', 'mean width', ...BASELINES]
  return [head, ...rows]
    .map(row => row.map((cell, i) => (i ? cell.padStart(head[i]!.length) : cell.padEnd(9))).join('  '))
    .join('\n')
}

const ratio = (sum: Sum): string =>
  (sum.error / Math.min(...BASELINES.map(name => sum.baselines[name]))).toFixed(2)

const say = (name: string, sums: Sum[], each = ratio): void => {
  process.stdout.write(`${name.padEnd(26)}${sums.map(each).join('  ')}\n`)
}

const withInside = (sum: Sum): string => `${ratio(sum)} ${Math.round((100 * sum.inside) / sum.forecasts)} %`

/** How much hangs on each figure that the model believes: the errors, of the best baseline's, with it a third less and half more. */
const shake = (run: () => Sum[]): void => {
  say('', run())
  const each = (figures: Record<string, unknown>, path: string): void => {
    for (const [name, figure] of Object.entries(figures))
      if (typeof figure !== 'number') each(figure as Record<string, unknown>, `${path}${name}.`)
      else
        for (const times of [2 / 3, 3 / 2]) {
          figures[name] = figure * times
          say(`${path}${name} ${round(figure * times)}`, run())
          figures[name] = figure
        }
  }
  each(BELIEF, '')
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
      untapped: { type: 'string' },
      counts: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      shake: { type: 'boolean', default: false },
      others: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const [dir] = positionals
  const [share, counts, seed] = [Number(values.untapped ?? 0), Number(values.counts), Number(values.seed)]
  if (positionals.length !== 1 || !dir || !(share >= 0 && share < 0.9) || !(counts > 0) || Number.isNaN(seed))
    throw new Error(USAGE)
  const real = await readTill(dir)
  const profile = values.profile ? profileOf(await readTill(values.profile)) : undefined
  const taps = share ? untapped(real, share, random(seed)) : real
  const bet = { real, taps, products: leastSold(real, 100) }
  const run = () => score(bet, forecaster(taps, profile, share ? counting(real, taps, counts) : undefined))
  if (values.others) {
    for (const [name, { till, least }] of others(real)) {
      const sums = score(
        { real: till, taps: till, products: leastSold(till, least) },
        forecaster(till, profile),
      )
      say(
        name,
        sums.filter(({ scope }) => scope === 'all'),
        withInside,
      )
    }
    return
  }
  if (values.shake) return shake(() => run().filter(({ truth }) => truth > 0))
  const all = run()
    .filter(({ truth }) => truth > 0)
    .map(figures)
  if (values.json) process.stdout.write(`${JSON.stringify(all, undefined, 1)}\n`)
  else {
    if (share) process.stdout.write(`${share * 100} % not tapped, ${counts} counts a day, seed ${seed}\n`)
    process.stdout.write(`${report(all)}\n`)
  }
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
})
