// `station.ts NAME URL…`: a tablet without a browser: the real journal, station and client, with databases at those URLs.
// Takes one command a line, and says what it holds when asked. Its waits are a third of a tablet's, so that a run is
// short; its clock is what the commands say.
import 'fake-indexeddb/auto'
import { webcrypto } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { is, type Order } from '../../../src/domain/event.ts'
import { Journal } from '../../../src/journal/journal.ts'
import { Links } from '../../../src/sync/links.ts'
import { Replicator } from '../../../src/sync/replicate.ts'
import { startStation } from '../../station/start.ts'
import { onLines, tell } from './lines.ts'
import type { Command, Report } from './world.ts'

const FASTER = 3
const [name, ...urls] = process.argv.slice(2)
const clock = { now: 1_735_700_000_000 }
const after = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms / FASTER)
  return () => clearTimeout(timer)
}
const random = (n: number) => webcrypto.getRandomValues(new Uint8Array(n))
const now = () => clock.now
const journal = await Journal.open(name!, { random })
const station = await startStation(journal, { now, mono: now, after }, { theme: 'dark', oneTap: false })
const mono = () => performance.now() * FASTER
const links = new Links(
  url => new Replicator(url, journal, station, { now, mono, after, random, fetch }),
  url => station.dropLink(url),
)
station.onNews = () => links.each(one => one.news())

const orders = () =>
  [...station.bar.fold.events.values()].filter((event): event is Order => is(event, 'order'))

const report = (): Report => {
  const { fold, links, saving, place } = station.bar
  const menu = fold
    .drinks()
    .map(({ slug, suggested, recipe }) => ({ slug, suggested: suggested ?? 0, recipe: recipe ?? [] }))
  return {
    saved: saving.state === 'saved',
    links: links.map(({ url, state, unsent }) => ({ url, state, unsent })),
    ids: [...fold.events.keys()],
    given: orders().map(order => order.given!),
    totals: { ...fold.totals },
    levels: Object.fromEntries(fold.items().map(({ slug }) => [slug, fold.level(slug, place)?.n ?? null])),
    waiting: fold.waiting.size,
    menu,
  }
}

/** Keeps what no screen of the bar makes, as an organizer's tab of the same tablet would. */
const keep = async (draft: { kind: string } & Record<string, unknown>): Promise<void> => {
  journal.onElsewhere(await journal.append([{ at: clock.now, place: station.bar.place, ...draft }]))
  links.each(one => one.news())
}

onLines(process.stdin, async value => {
  const command = value as Command
  if ('at' in command) clock.now = command.at
  switch (command.do) {
    case 'order':
      for (const [slug, n] of command.drinks)
        for (let i = 0; i < n; i++) station.more({ menu: station.bar.fold.entry(slug)!._id, n: 1 })
      return station.done(command.given)
    case 'void': {
      const find = () => orders().find(({ given }) => given === command.given)
      // Told right after the order it may be there before it is on the disk.
      let order = find()
      for (; !order; order = find()) await sleep(10)
      return station.void(order._id, 'tapped wrong')
    }
    case 'deliver':
      return keep({ kind: 'delivery', goods: command.goods.map(([item, n]) => ({ item, n })), from: 'shop' })
    case 'count': {
      const { fold } = station.bar
      const items = Object.fromEntries(fold.items().map(({ slug }) => [slug, command.n]))
      return keep({ kind: 'count', items, seen: fold.seen() })
    }
    case 'online':
      return links.each(one => one.retry())
    case 'join':
      return links.each((one, url) => url === command.url && void one.join())
    case 'report':
      return tell(report())
  }
})
links.set(Object.fromEntries(urls.map((url, i) => [url, i ? { by: 'host' as const } : {}])))
