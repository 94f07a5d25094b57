import { inBrowser, pause, Tablet, THROTTLE, until } from './browser.ts'
import { camp } from './events.ts'
import { against, atMost, type Figure, spread } from './figures.ts'

/** As much as a camp of thousands leaves behind. */
const EVENTS = 20_000
const FOLDS = 300
const OPENS = 200

/** Calls what a script prepares once, in a fresh page each time, so that nothing is compiled yet. */
const each = async (tablet: Tablet, runs: number, prepared: string): Promise<number[]> => {
  const found: number[] = []
  for (let run = -1; run < runs; run++) {
    const { page, cdp, throttle } = await tablet.open()
    await page.evaluate(`go = ${prepared}`)
    await cdp.send('HeapProfiler.collectGarbage')
    await throttle(THROTTLE)
    const took = (await page.evaluate('go()')) as number
    if (run >= 0) found.push(took)
    await page.close()
  }
  return found
}

const ROWS = '[role=row]'
const FORECASTS = '.spark'

interface Openings {
  rows: number[]
  forecasts: number[]
  again: number[]
}

/** Opens the stock screen in a page that has just folded everything: from the tap to the paint, and once more. */
const openings = async (tablet: Tablet, runs: number): Promise<Openings> => {
  const found: Openings = { rows: [], forecasts: [], again: [] }
  for (let run = -1; run < runs; run++) {
    const { page, probe, throttle } = await tablet.open()
    await page.getByRole('status').filter({ hasText: 'all on the router' }).waitFor({ timeout: 120_000 })
    await pause(1000)
    await throttle(THROTTLE)
    const open = async (): Promise<[rows: number, forecasts: number]> => {
      for (const each of [ROWS, FORECASTS]) await page.evaluate(`watch('${each}')`)
      await page.getByRole('link', { name: 'Stock' }).tap({ noWaitAfter: true })
      await until(page, `probe.taps.at(-1)?.shown?.['${ROWS}'] && probe.taps.at(-1).shown['${FORECASTS}']`)
      const { at, shown } = (await probe()).taps.at(-1)!
      return [shown![ROWS]! - at, shown![FORECASTS]! - at]
    }
    const [rows, forecasts] = await open()
    await page.getByRole('link', { name: 'Bar', exact: true }).tap()
    await page.getByRole('region', { name: 'Order' }).waitFor()
    await pause(500)
    const [, again] = await open()
    if (run >= 0) {
      found.rows.push(rows)
      found.forecasts.push(forecasts)
      found.again.push(again)
    }
    await page.close()
  }
  return found
}

/** Folding at the start, and opening the stock screen, where there are 50 items and a whole camp's events. */
export const benchStock = (quick: boolean): Promise<Figure[]> =>
  inBrowser(async browser => {
    const runs = quick ? 3 : 15
    const at = `${EVENTS.toLocaleString('en')} events, 50 items, CPU ÷ ${THROTTLE}`
    const using = async <T>(tablet: Tablet, what: (tablet: Tablet) => Promise<T>): Promise<T> => {
      try {
        return await what(tablet)
      } finally {
        await tablet.close()
      }
    }
    const folds = await using(await Tablet.script(browser, 'fold.ts'), tablet =>
      each(tablet, runs, `prepare(${EVENTS})`),
    )
    const peer = await using(await Tablet.pouch(browser, EVENTS), tablet => each(tablet, runs, 'addUp'))
    const opened = await using(await Tablet.app(browser, EVENTS, camp(EVENTS, Date.now())), tablet =>
      openings(tablet, runs),
    )
    const row = (name: string, samples: number[], limit?: number): Figure => ({
      ...{ section: 'stock', name, at, unit: 'ms', ...spread(samples) },
      peer: against('pouchdb-browser, all read and added up', peer),
      ...(limit && { aim: atMost(limit, samples, 'ms') }),
    })
    return [
      row('all folded at the start', folds, FOLDS),
      row('Stock is tapped → what is left is painted', opened.rows, OPENS),
      row('Stock is tapped → when it is gone is painted, the first time', opened.forecasts),
      row('the same, opened again', opened.again, OPENS),
    ]
  })
