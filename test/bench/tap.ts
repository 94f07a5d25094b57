import type { Locator, Page } from 'playwright-core'
import { inBrowser, pause, Tablet, THROTTLE, until, type Watched } from './browser.ts'
import { against, atMost, type Figure, flat, spread } from './figures.ts'
import type { Tap } from './page/probe.ts'

const SECTION = 'tap'
/** What a bartender should not have to wait longer for, ms. */
const PAINT = 50
const SAVED = 100
/** Between two taps, ms: what one tap sets going is over, as it is where somebody taps twice a second. */
const BETWEEN = 500

/** Waits until a tap's results are all there. */
const settled = async ({ page }: Watched, taps: number, saved: boolean): Promise<void> => {
  const last = 'probe.taps.at(-1)'
  await until(page, `probe.taps.length >= ${taps} && ${last}.paint && ${saved ? `${last}.saved` : true}`)
  await pause(BETWEEN)
}

/** Taps with a finger, one target after the other, and waits for each. The first ones warm up and are not counted. */
const tapping = async (
  watched: Watched,
  runs: number,
  targets: { at: Locator; saves: boolean }[],
): Promise<Tap[][]> => {
  const found: Tap[][] = targets.map(() => [])
  let taps = (await watched.probe()).taps.length
  for (let run = -3; run < runs; run++)
    for (const [i, { at, saves }] of targets.entries()) {
      await at.tap({ noWaitAfter: true })
      await settled(watched, ++taps, saves)
      const tap = (await watched.probe()).taps.at(-1)!
      if (run >= 0) found[i]!.push(tap)
    }
  return found
}

const paint = (taps: Tap[]) => taps.map(({ at, paint }) => paint! - at)
const saved = (taps: Tap[]) => taps.map(({ at, saved }) => saved! - at)

interface Measured {
  drink: number[]
  done: number[]
  doneSaved: number[]
  one: number[]
  oneSaved: number[]
}

const drink = (page: Page) => page.getByRole('button', { name: /^Club Mate/ }).first()

const benchApp = (tablet: Tablet, runs: number): Promise<Measured> =>
  using(tablet, async watched => {
    const { page } = watched
    const strip = await tapping(watched, runs, [
      { at: drink(page), saves: false },
      { at: page.getByRole('button', { name: /^Done/ }), saves: true },
    ])
    await page.getByRole('switch', { name: 'One tap' }).click()
    const [one] = await tapping(watched, runs, [{ at: drink(page), saves: true }])
    return {
      drink: paint(strip[0]!),
      done: paint(strip[1]!),
      doneSaved: saved(strip[1]!),
      one: paint(one!),
      oneSaved: saved(one!),
    }
  })

const benchPeer = (tablet: Tablet, runs: number) =>
  using(tablet, async watched => {
    const [taps] = await tapping(watched, runs, [{ at: drink(watched.page), saves: true }])
    return { paint: paint(taps!), saved: saved(taps!) }
  })

const using = async <T>(tablet: Tablet, what: (watched: Watched) => Promise<T>): Promise<T> => {
  try {
    const watched = await tablet.open()
    await drink(watched.page).waitFor()
    await pause(2000)
    await watched.throttle(THROTTLE)
    return await what(watched)
  } finally {
    await tablet.close()
  }
}

/** From a finger's tap to the next paint and to the disk, with more and more events on the tablet. */
export const benchTap = (quick: boolean): Promise<Figure[]> =>
  inBrowser(async browser => {
    const sizes = quick ? [0, 1000] : [0, 1000, 10_000]
    const runs = quick ? 10 : 60
    const own = new Map<number, Measured>()
    const peer = new Map<number, { paint: number[]; saved: number[] }>()
    for (const size of sizes) {
      own.set(size, await benchApp(await Tablet.app(browser, size), runs))
      peer.set(size, await benchPeer(await Tablet.pouch(browser, size), runs))
    }
    const rows: [name: string, of: keyof Measured, against: 'paint' | 'saved', limit: number][] = [
      ['a drink is tapped → paint', 'drink', 'paint', PAINT],
      ['Done → paint', 'done', 'paint', PAINT],
      ['Done → saved', 'doneSaved', 'saved', SAVED],
      ['One tap → paint', 'one', 'paint', PAINT],
      ['One tap → saved', 'oneSaved', 'saved', SAVED],
    ]
    const name = `pouchdb-browser put → `
    return rows.flatMap(([title, of, which, limit]) => [
      ...sizes.map(
        (size): Figure => ({
          section: SECTION,
          name: title,
          at: `${size.toLocaleString('en')} events, CPU ÷ ${THROTTLE}`,
          unit: 'ms',
          ...spread(own.get(size)![of]),
          peer: against(name + which, peer.get(size)![which]),
          aim: atMost(limit, own.get(size)![of], 'ms'),
        }),
      ),
      {
        section: SECTION,
        name: title,
        at: 'none → most events',
        unit: 'ms',
        ...spread(own.get(sizes.at(-1)!)![of]),
        aim: flat(own.get(0)![of], own.get(sizes.at(-1)!)![of], 5),
      } satisfies Figure,
    ])
  })
