import { inBrowser, Tablet, until } from './browser.ts'
import { type Figure, spread } from './figures.ts'

/** The longest that a tablet may take to get everything from a router, ms: a long night of a large camp. */
const PATIENCE = 3_600_000

/** Bytes that a page's objects keep, after the garbage is gone. */
const heapOf = async ({ cdp }: Awaited<ReturnType<Tablet['open']>>): Promise<number> => {
  await cdp.send('HeapProfiler.collectGarbage')
  return (await cdp.send('Runtime.getHeapUsage')).usedSize
}

/**
 * A journal with very many events: a tablet that joins late, then one that starts with all of them. As processor time of
 * the page's main thread, which other work on the machine does not touch; the first tap, too, is done in that time.
 */
export const benchLoad = (quick: boolean): Promise<Figure[]> =>
  inBrowser(async browser => {
    const figures: Figure[] = []
    for (const size of quick ? [2000] : [1000, 10_000, 100_000]) {
      const at = `${size.toLocaleString('en')} events`
      const figure = (name: string, unit: Figure['unit'], value: number) =>
        figures.push({ section: 'load', name, at, unit, ...spread([value]) })
      const tablet = await Tablet.fresh(browser, size)
      try {
        const joining = await tablet.open('window.probe = { eager: true }')
        await until(joining.page, 'probe.answered', 20)
        figure('joins: CPU until the first tap is done', 'ms', (await joining.cpu()) * 1000)
        await tablet.join(joining.page, size, PATIENCE)
        figure('joins: CPU until everything is there', 'ms', (await joining.cpu()) * 1000)
        await joining.page.close()

        const starting = await tablet.open('window.probe = { eager: true }')
        await until(starting.page, 'probe.answered', 20)
        figure('starts: CPU until the first tap is done', 'ms', (await starting.cpu()) * 1000)
        await starting.page.getByRole('status').filter({ hasText: 'synced' }).waitFor({ timeout: PATIENCE })
        figure('starts: CPU until everything is folded', 'ms', (await starting.cpu()) * 1000)
        figure('starts: memory then', 'KB', (await heapOf(starting)) / 1024)
      } finally {
        await tablet.close()
      }
    }
    return figures
  })
