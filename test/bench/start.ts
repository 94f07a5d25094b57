import { inBrowser, Tablet, THROTTLE, until } from './browser.ts'
import { against, atMost, type Figure, spread } from './figures.ts'

const LIMIT = 1000

interface Start {
  tile: number[]
  answered: number[]
}

/** Opens the page again and again, each time tapping the first drink as soon as it is there. */
const starts = async (tablet: Tablet, runs: number): Promise<Start> => {
  const found: Start = { tile: [], answered: [] }
  try {
    for (let run = -2; run < runs; run++) {
      const { page, probe } = await tablet.open('window.probe = { eager: true }', THROTTLE)
      await until(page, 'probe.answered')
      const { tile, answered } = await probe()
      if (run >= 0) {
        found.tile.push(tile!)
        found.answered.push(answered!)
      }
      await page.close()
    }
    return found
  } finally {
    await tablet.close()
  }
}

/** From opening the page, kept in the browser's cache as on a tablet, to the first tap that does something. */
export const benchStart = (quick: boolean): Promise<Figure[]> =>
  inBrowser(async browser => {
    const sizes = quick ? [1000] : [0, 1000, 10_000]
    const runs = quick ? 5 : 20
    const figures: Figure[] = []
    for (const size of sizes) {
      const app = await starts(await Tablet.app(browser, size), runs)
      const peer = await starts(await Tablet.pouch(browser, size), runs)
      const at = `${size.toLocaleString('en')} events, CPU ÷ ${THROTTLE}`
      figures.push(
        {
          section: 'start',
          name: 'page opened → first drink on the screen',
          at,
          unit: 'ms',
          ...spread(app.tile),
          peer: against('pouchdb-browser, all read', peer.tile),
        },
        {
          section: 'start',
          name: 'page opened → first tap done',
          at,
          unit: 'ms',
          ...spread(app.answered),
          peer: against('pouchdb-browser, all read', peer.answered),
          aim: atMost(LIMIT, app.answered, 'ms'),
        },
      )
    }
    return figures
  })
