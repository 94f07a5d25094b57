import type { Actions, Bar, Choices } from './domain/bar.ts'
import { Fold } from './domain/fold.ts'
import { EMPTY_STRIP } from './domain/strip.ts'
import { Directory, type Entry } from './journal/directory.ts'
import { Journal } from './journal/journal.ts'
import { Station } from './station.ts'
import { Replicator } from './sync/replicate.ts'
import { readSettings } from './sync/settings.ts'
import { paint } from './view/app.ts'
import { aloneInBrowser, world } from './world.ts'

/** How often a tablet that knows no router asks whether there is one, ms. */
const ASK_AGAIN = 60_000
/** How often a tablet that must move on to another meeting looks whether its work here is done, ms. */
const LOOK_AGAIN = 1_000
/** The longest wait between two tries to open the journal, ms. */
const MOST_WAIT = 60_000

const root = document.getElementById('app')!
const choices: Choices = { theme: 'dark', oneTap: false }
const net = { ...world, fetch: fetch.bind(window) }
const alone = aloneInBrowser()

/** What works on one meeting, until `stop`. */
interface Running {
  directory: Directory
  entry: Entry
  journal: Journal
  station: Station
  stopped: AbortController
}

/** A key that came with the address, as a scanned code carries it; taken off the address bar at once. */
const keyFromAddress = (): string | undefined => {
  const key = /[#&]k=([^&]+)/.exec(location.hash)?.[1]
  if (key) history.replaceState(null, '', `${location.pathname}#/bar`)
  return key && decodeURIComponent(key)
}

/** Keeps a station in step with its database on the host that this page came from. */
const sync = ({ directory, entry, journal, station, stopped }: Running): void => {
  const url = `${location.origin}/cgi-bin/db/${entry.database}`
  const replicator = new Replicator(url, journal, station, net, entry.key)
  const { signal } = stopped
  station.onNews = () => replicator.news()
  station.onClockJump = () => replicator.retry()
  station.onRetry = key => {
    if (key) directory.setKey(key)
    replicator.retry(key)
  }
  addEventListener('online', () => replicator.retry(), { signal })
  document.addEventListener('visibilitychange', () => replicator.setVisible(!document.hidden), { signal })
  signal.addEventListener('abort', () => replicator.stop())
  replicator.start()
}

/** Ends the work on a meeting, and starts on what the directory says is next. */
const moveOn = async (
  running: Running,
  change: (directory: Directory) => Promise<unknown>,
): Promise<void> => {
  running.stopped.abort()
  running.journal.close()
  await change(running.directory)
  tryToStart(1000)
}

/** Whether nothing of a meeting is left to do on this tablet, as far as its database can be had. */
const isDone = ({ strip, saving, links }: Bar): boolean =>
  !strip.lines.length &&
  saving.state === 'saved' &&
  links.every(({ unsent, state }) => !unsent || ['missing', 'wiped', 'other'].includes(state))

/** Asks the host which meeting it is now, each minute until it answers; a tablet that has no router just works on. */
const followHost = async (running: Running): Promise<void> => {
  const again = (ms: number) => world.after(ms, () => followHost(running))
  if (running.stopped.signal.aborted) return
  const settings = await readSettings(net)
  if (!settings) again(ASK_AGAIN)
  else if (!running.entry.database) {
    running.entry = await running.directory.choose(settings.database)
    sync(running)
  } else if (settings.database !== running.entry.database) {
    if (isDone(running.station.bar)) await moveOn(running, directory => directory.choose(settings.database))
    else again(LOOK_AGAIN)
  }
}

/** Opens what this tablet has and starts the bar. The host is asked first only when nothing is known yet. */
const start = async (): Promise<void> => {
  const directory = await Directory.open()
  const settings = directory.known ? undefined : await readSettings(net)
  let entry = await directory.choose(settings?.database)
  const key = keyFromAddress()
  if (key) entry = await directory.setKey(key)
  const journal = await Journal.open(entry.journal, {
    ...world,
    channel: new BroadcastChannel(entry.journal),
  })
  const station = await Station.start(journal, world, choices)
  const running: Running = { directory, entry, journal, station, stopped: new AbortController() }
  station.onChange = bar => paint(root, bar, station)
  station.onErase = () => void moveOn(running, directory => directory.erase())
  paint(root, station.bar, station)
  if (await alone) await station.resume()
  if (entry.database) sync(running)
  await followHost(running)
}

/** The bar while there is no journal: nothing to tap, and a screen that says why. */
const closedBar = (): Bar => ({
  fold: new Fold(),
  version: 0,
  strip: EMPTY_STRIP,
  station: '',
  place: '',
  saving: { state: 'trouble', waiting: 0, why: 'open' },
  links: [],
  choices,
})

/** Starts, and when the journal cannot be opened says so and tries again, now and then and when asked. */
const tryToStart = (wait: number): void => {
  start().catch(error => {
    console.error(error)
    let tried = false
    const again = () => {
      if (!tried) tryToStart(Math.min(wait * 2, MOST_WAIT))
      tried = true
    }
    world.after(wait, again)
    paint(root, closedBar(), { retry: again } as Actions)
  })
}

tryToStart(1000)
