import { inBrowser, Tablet, until, type Watched } from './browser.ts'
import { type Figure, flat, spread } from './figures.ts'
import type { Tap } from './page/probe.ts'

/** What a page holds on to: bytes of heap, nodes of its document. */
interface Held {
  heap: number
  nodes: number
}

/** How much more than a page that was just opened a soaked one may hold. */
const MOST_MORE = 1.2

/** What a page holds on to after everything that can go is gone. */
const holds = async ({ page, cdp }: Watched): Promise<Held> => {
  await page.getByRole('status').filter({ hasText: 'synced' }).waitFor({ timeout: 120_000 })
  // The probe's own notes are no part of what the app holds.
  await page.evaluate('probe.taps = []')
  await cdp.send('HeapProfiler.collectGarbage')
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const of = (name: string) => metrics.find(each => each.name === name)!.value
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes') }
}

/**
 * A whole meeting at one tablet in a few minutes: orders by *One tap*, one after the other as each is saved, in step with
 * a router. What grows with the orders shows at the end: taps that take longer, memory that does not come back. The
 * orders themselves stay in memory, so what a page gathers besides is told by one that is opened anew on the same journal.
 */
export const benchSoak = (quick: boolean): Promise<Figure[]> =>
  inBrowser(async browser => {
    const orders = quick ? 300 : 5000
    const tablet = await Tablet.app(browser, 0)
    try {
      const watched = await tablet.open()
      const { page, probe } = watched
      await page.getByRole('switch', { name: 'One tap' }).click()
      const box = (await page
        .getByRole('button', { name: /^Club Mate/ })
        .first()
        .boundingBox())!
      const before = await holds(watched)
      const taps = (await probe()).taps.length
      for (let i = 1; i <= orders; i++) {
        await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2)
        await until(
          page,
          `probe.taps.length >= ${taps + i} && probe.taps.at(-1).saved && probe.taps.at(-1).paint`,
          2,
        )
      }
      const all = (await probe()).taps.slice(taps)
      await page.getByRole('status').filter({ hasText: 'all on the router' }).waitFor({ timeout: 120_000 })
      const after = await holds(watched)
      // Two pages of one browser may share a heap.
      await page.close()
      const anew = await holds(await tablet.open())
      const tenth = Math.floor(all.length / 10)
      return [...times('saved', all, tenth), ...kept(before, after, anew, orders)]
    } finally {
      await tablet.close()
    }
  })

const times = (what: 'paint' | 'saved', taps: Tap[], tenth: number): Figure[] => {
  const ms = (some: Tap[]) => some.map(tap => tap[what]! - tap.at)
  const [first, last] = [ms(taps.slice(0, tenth)), ms(taps.slice(-tenth))]
  const figure = { section: 'soak', name: `One tap → ${what}`, unit: 'ms' } as const
  return [
    { ...figure, at: 'first tenth', ...spread(first) },
    { ...figure, at: 'last tenth', ...spread(last), aim: flat(first, last, 5) },
  ]
}

const kept = (before: Held, after: Held, anew: Held, orders: number): Figure[] => {
  const at = `${orders.toLocaleString('en')} orders`
  const more = after.heap / anew.heap
  const nodes = after.nodes - before.nodes
  return [
    {
      section: 'soak',
      name: 'memory that an order keeps',
      at,
      unit: 'B',
      ...spread([(anew.heap - before.heap) / orders]),
    },
    {
      section: 'soak',
      name: 'heap after them: of a page opened anew',
      at,
      unit: '%',
      ...spread([more * 100]),
      aim: { says: `≤ ${MOST_MORE * 100} %`, reached: more <= MOST_MORE },
    },
    {
      section: 'soak',
      name: 'DOM nodes more than before',
      at,
      unit: '',
      ...spread([nodes]),
      aim: { says: '≤ 100', reached: nodes <= 100 },
    },
  ]
}
