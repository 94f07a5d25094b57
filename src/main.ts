import type { Actions, Bar, Choices, Tablet } from './domain/bar.ts'
import { Fold } from './domain/fold.ts'
import { EMPTY_STRIP } from './domain/strip.ts'
import { Directory, type Entry } from './journal/directory.ts'
import { Journal } from './journal/journal.ts'
import { keepFresh } from './shell/fresh.ts'
import { guard, inUse, leaveFor, onBarred, openAnew } from './shell/guards.ts'
import { goHome } from './shell/home.ts'
import { checkStorage } from './shell/storage.ts'
import { Station } from './station.ts'
import { enter, follow, Links } from './sync/links.ts'
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
const { text: script } = document.currentScript as HTMLScriptElement
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
  links: Links
}

let tablet: Tablet = {}
let shown: { bar: Bar; actions: Actions } | undefined

const show = (bar: Bar, actions: Actions): void => {
  shown = { bar, actions }
  paint(root, { ...bar, ...tablet }, actions)
}

/** Adds to what the page knows of itself, and shows it. */
const tell = (news: Tablet): void => {
  const before = JSON.stringify(tablet)
  tablet = { ...tablet, ...news }
  if (shown && JSON.stringify(tablet) !== before) show(shown.bar, shown.actions)
}

/** Whether something that was tapped is not on this tablet's disk yet. */
const isUnsaved = (): boolean => {
  const saving = shown?.bar.saving
  return saving?.state === 'saving' || (saving?.state === 'trouble' && saving.waiting > 0)
}

/** Whether something is on this tablet only. */
const isUnsent = (): boolean =>
  isUnsaved() || (!!shown?.bar.links.length && shown.bar.links.every(({ unsent }) => unsent))

const hasOrder = (): boolean => !!shown?.bar.strip.lines.length

/** Keeps the page itself: fresh, openable without the router, and not left by accident. Works with no journal, too. */
const keepPage = (): void => {
  const fresh = keepFresh(net, {
    path: location.pathname,
    script,
    busy: () => isUnsaved() || hasOrder() || inUse(),
    open: openAnew,
    onLight: offline => tell({ offline }),
  })
  onBarred(origin => tell({ barred: [...new Set([...(tablet.barred ?? []), origin])] }))
  // With a second tab open, an unfinished order would not be taken up again: it stays where it is.
  guard({ refresh: () => void (isUnsaved() || hasOrder() || fresh.refresh()), unsent: isUnsent })
}

/** A key that came with the address, as a scanned code carries it; taken off the address bar at once. */
const keyFromAddress = (): string | undefined => {
  const key = /[#&]k=([^&]+)/.exec(location.hash)?.[1]
  if (key) history.replaceState(null, '', `${location.pathname}#/bar`)
  return key && decodeURIComponent(key)
}

/** Keeps in step with the database on the host that this page came from, and with the further ones. */
const aim = ({ links, entry: { database, key, databases } }: Running): void => {
  const own = `${location.origin}/cgi-bin/db/${database}`
  links.set({ ...databases, ...(database && { [own]: { key } }) })
}

/** Works with another key or other further databases from now on. */
const edit = async (running: Running, change: Pick<Entry, 'key' | 'databases'>): Promise<void> => {
  running.entry = { ...running.entry, ...change }
  aim(running)
  await running.directory.edit(change)
}

/** Starts to keep a station in step with its databases. */
const sync = (running: Running): void => {
  const { links, station } = running
  const { signal } = running.stopped
  station.onNews = () => links.each(one => one.news())
  station.onClockJump = () => links.each(one => one.retry())
  station.onRetry = key => {
    if (key) void edit(running, { key })
    links.each(one => one.retry())
  }
  station.onJoin = joined => links.each((one, url) => url === joined && void one.join())
  station.onDatabase = (typed, key) =>
    void edit(running, { databases: enter(running.entry.databases, typed, key) })
  addEventListener('online', () => links.each(one => one.retry()), { signal })
  document.addEventListener('visibilitychange', () => links.each(one => one.setVisible(!document.hidden)), {
    signal,
  })
  signal.addEventListener('abort', () => links.each(one => one.stop()))
  aim(running)
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
  (links.some(({ unsent }) => !unsent) ||
    links.every(({ state }) => ['missing', 'wiped', 'other'].includes(state)))

/** Brings the tablet to the one address of its bar, with its key, once nothing would be left behind here. */
const moveHome = (running: Running, address: string): void => {
  const isSent = () =>
    running.station.bar.links.some(({ by, state, unsent }) => !by && state === 'ok' && !unsent)
  const callOff = goHome({
    ...net,
    address,
    stay: () => (hasOrder() ? 'order' : isUnsaved() || !isSent() ? 'unsent' : undefined),
    onAway: away => tell({ away }),
    go(home) {
      const { key } = running.entry
      leaveFor(key ? `${home}#k=${encodeURIComponent(key)}` : home)
    },
  })
  running.stopped.signal.addEventListener('abort', callOff)
}

/** Asks the host which meeting it is now, each minute until it answers; a tablet that has no router just works on. */
const followHost = async (running: Running): Promise<void> => {
  const again = (ms: number) => void world.after(ms, () => followHost(running))
  const settings = await readSettings(net)
  if (running.stopped.signal.aborted) return
  if (!settings) return again(ASK_AGAIN)
  if (!running.entry.database) running.entry = await running.directory.choose(settings.database)
  else if (settings.database !== running.entry.database) {
    if (!isDone(running.station.bar)) return again(LOOK_AGAIN)
    return moveOn(running, directory => directory.choose(settings.database))
  }
  await edit(running, { databases: follow(running.entry.databases, settings.databases) })
  if (settings.address) moveHome(running, settings.address)
}

/** Opens what this tablet has and starts the bar. The host is asked first only when nothing is known yet. */
const start = async (): Promise<void> => {
  const directory = await Directory.open()
  if (!directory.known) tell({ first: true })
  const settings = directory.known ? undefined : await readSettings(net)
  let entry = await directory.choose(settings?.database)
  const key = keyFromAddress()
  if (key) entry = await directory.edit({ key })
  const journal = await Journal.open(entry.journal, {
    ...world,
    channel: new BroadcastChannel(entry.journal),
  })
  const station = await Station.open(journal, world, choices)
  const links = new Links(
    url => new Replicator(url, journal, station, net),
    url => station.dropLink(url),
  )
  const running: Running = { directory, entry, journal, station, links, stopped: new AbortController() }
  station.onChange = bar => show(bar, station)
  station.onErase = () => void moveOn(running, directory => directory.erase())
  show(station.bar, station)
  if (await alone) await station.resume()
  await station.load()
  sync(running)
  await followHost(running)
}

/** The bar while there is no journal: nothing to tap, and a screen that says why. */
const closedBar = (): Bar => ({
  fold: new Fold(),
  version: 0,
  strip: EMPTY_STRIP,
  station: '',
  place: '',
  stock: '',
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
    show(closedBar(), { retry: again } as Actions)
  })
}

keepPage()
checkStorage(navigator).then(keeps => tell({ keeps }))
tryToStart(1000)
