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
  await page.getByRole('status').filter({ hasText: 'all on the router' }).waitFor({ timeout: 120_000 })
  // The probe's own notes are no part of what the app holds.
  await page.evaluate('probe.taps = []')
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const of = (name: string) => metrics.find(each => each.name === name)!.value
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes') }
}

/** Orders by *One tap*, one after the other as each is saved. */
const serve = async ({ page, probe }: Watched, orders: number): Promise<Tap[]> => {
  const mate = page.getByRole('button', { name: /^Club Mate/ }).first()
  const { x, y, width, height } = (await mate.boundingBox())!
  const before = (await probe()).taps.length
  for (let i = 1; i <= orders; i++) {
    await page.touchscreen.tap(x + width / 2, y + height / 2)
    await until(
      page,
      `probe.taps.length >= ${before + i} && probe.taps.at(-1).saved && probe.taps.at(-1).paint`,
      2,
    )
  }
  return (await probe()).taps.slice(before)
}

/**
 * A whole meeting at one tablet in a few minutes: orders by *One tap* in step with a router. What grows with the orders
 * shows at the end: taps that take longer, memory that does not come back. The orders themselves stay in memory, so what
 * a page gathers besides is told by one that is opened anew on the same journal. Both have served a few before they are
 * looked at: code that the browser compiled and what it noted of taps is 1.3 MB, however many there were.
 */
export const benchSoak = (quick: boolean): Promise<Figure[]> =>
  inBrowser(async browser => {
    const [orders, few] = quick ? [300, 50] : [5000, 300]
    const tablet = await Tablet.app(browser, 0)
    try {
      const soaked = await tablet.open()
      await soaked.page.getByRole('switch', { name: 'One tap' }).click()
      await serve(soaked, few)
      const before = await holds(soaked)
      const taps = await serve(soaked, orders)
      const after = await holds(soaked)
      // Two pages of one browser may share a heap.
      await soaked.page.close()
      const fresh = await tablet.open()
      await serve(fresh, few)
      const anew = await holds(fresh)
      const tenth = Math.floor(orders / 10)
      return [...times('saved', taps, tenth), ...kept(before, after, anew, orders)]
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
      ...spread([(after.heap - before.heap) / orders]),
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
