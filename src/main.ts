import type { Actions, Bar, Choices, Tablet, Wiped } from './domain/bar.ts'
import { Fold } from './domain/fold.ts'
import { forgetAt } from './domain/over.ts'
import { EMPTY_STRIP } from './domain/strip.ts'
import { openBoard } from './guests.ts'
import { Directory, type Entry } from './journal/directory.ts'
import { Journal } from './journal/journal.ts'
import { keepFresh } from './shell/fresh.ts'
import { guard, inUse, leaveFor, onBarred, openAnew } from './shell/guards.ts'
import { goHome } from './shell/home.ts'
import { invite, readInvitation } from './shell/invitation.ts'
import { runScript } from './shell/script.ts'
import { checkStorage } from './shell/storage.ts'
import { useTrust } from './shell/trusted.ts'
import { Station } from './station.ts'
import { eventsOf, sweep } from './sweep.ts'
import { followBoard } from './sync/board.ts'
import { enter, follow, keyless, Links } from './sync/links.ts'
import { bringOffice } from './sync/office.ts'
import { askRole, Remote } from './sync/remote.ts'
import { Replicator } from './sync/replicate.ts'
import { readSettings, type Settings } from './sync/settings.ts'
import { followTexts } from './sync/texts.ts'
import { paint } from './view/app.ts'
import { hasOffice, routeNow } from './view/pages.ts'
import { isLocked } from './view/screen.ts'
import { languageOf } from './view/words.ts'
import { aloneInBrowser, world } from './world.ts'

/** How often a tablet that knows no router asks whether there is one, ms. */
const ASK_AGAIN = 60_000
/** How often a tablet that must move on to another meeting looks whether its work here is done, ms. */
const LOOK_AGAIN = 1_000
/** How often a router that did not answer is asked again what this tablet's key is for, ms. */
const ROLE_AGAIN = 5_000
/** When a tablet first looks whether a meeting is over, after its start and what it then pushes, and how often, ms. */
const FIRST_SWEEP = 60_000
const SWEEP_EACH = 3_600_000
/** The longest wait between two tries to open the journal, ms. */
const MOST_WAIT = 60_000

const root = document.getElementById('app')!
const { text: script, dataset } = document.currentScript as HTMLScriptElement
const choices: Choices = { theme: 'dark', oneTap: false }
const net = { ...world, fetch: fetch.bind(window) }
const alone = aloneInBrowser()

/** What works on one meeting, until `stop`. */
interface Running {
  directory: Directory
  entry: Entry
  journal: Journal
  station: Station
  /** What the host last said. */
  settings?: Settings | undefined
  stopped: AbortController
  links: Links
}

/** What the scanned code said, until it is taken up. */
let came = readInvitation()
let tablet: Tablet = {}
/** Sees to it that the texts of a language are here. */
let speakAs: ((code: string) => void) | undefined
let shown: { bar: Bar; actions: Actions } | undefined

const show = (bar: Bar, actions: Actions): void => {
  shown = { bar, actions }
  seeToBoard()
  paint(root, { ...bar, ...tablet }, actions)
}

/** Adds to what the page knows of itself, and shows it. */
const tell = (news: Tablet): void => {
  const before = JSON.stringify(tablet)
  tablet = { ...tablet, ...news }
  if (shown && JSON.stringify(tablet) !== before) show(shown.bar, shown.actions)
}

/** Adds organizers' screens to the page; whether that went well. */
const addOffice = (script: string): boolean => {
  runScript(script)
  if (shown) show(shown.bar, shown.actions)
  return hasOffice()
}

let brought = false

/** Sees to it that organizers' screens come. */
const bring = (store?: Directory): void => {
  if (!brought) void bringOffice(net, store, dataset.policy!, addOffice)
  brought = true
}

/** Whether the page is the guests' board. */
const isAtBoard = (): boolean => routeNow() === 'board'

/** What follows the board as the host shows it to guests. */
let guests: ReturnType<typeof followBoard> | undefined

/** Follows it while somebody looks at it here and this tablet has no bar of its own to make it of. */
const seeToBoard = (): void => {
  const own = !shown || (shown.bar.station && !isLocked(shown.bar))
  if (own || !isAtBoard()) {
    guests?.stop()
    guests = undefined
  } else if (!guests) {
    guests = followBoard(net, location.origin, Directory.open(), board => tell({ board }))
    guests.setVisible(!document.hidden)
  }
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
  let refused = false
  const fresh = keepFresh(net, {
    path: location.pathname,
    script,
    busy: () => isUnsaved() || hasOrder() || inUse(),
    open: openAnew,
    onLight: light => tell({ offline: refused ? { safe: false, why: 'untrusted' } : light }),
  })
  // What the browser's cache holds it would not open then.
  useTrust(() => {
    refused = true
  })
  onBarred(origin => tell({ barred: [...new Set([...(tablet.barred ?? []), origin])] }))
  // With a second tab open, an unfinished order would not be taken up again: it stays where it is.
  guard({ refresh: () => void (isUnsaved() || hasOrder() || fresh.refresh()), unsent: isUnsent })
}

/** A database on the host that this page came from. */
const urlOf = (database: string): string => `${location.origin}/cgi-bin/db/${database}`

/** Tells the screens who stands here, and what invites others. */
const tellRole = (running: Running): void => {
  const { entry, settings } = running
  const { key, barKey, database } = entry
  const role = key ? entry.role : 'organizer'
  const home = settings?.address ?? `${location.origin}/`
  const moved = database && settings && settings.database !== database ? { database } : {}
  const bar = key ? barKey && invite(home, { key: barKey, ...moved }) : invite(home, moved)
  const organizer = key && invite(home, { key, ...(barKey && { barKey }), ...moved })
  tell({
    role: role ?? 'bar',
    ...(settings && { open: !key || !!settings.board }),
    invite: { home, bar: bar ?? '', ...(organizer && { organizer }) },
  })
}

/** Asks the router what the key is for, until it says so. */
const learnRole = async (running: Running): Promise<void> => {
  const { key, role, database } = running.entry
  if (!key || role || !database) return
  const said = await askRole(net, urlOf(database), key)
  if (running.stopped.signal.aborted || running.entry.key !== key) return
  if (said) await edit(running, { role: said })
  else world.after(ROLE_AGAIN, () => learnRole(running))
}

/** Keeps in step with the database on the host that this page came from, and with the further ones. */
const aim = ({ links, entry: { database, key, databases } }: Running): void => {
  links.set({ ...databases, ...(database && { [urlOf(database)]: { key } }) })
}

/** Works with another key or other further databases from now on, and keeps what is known of them. */
const edit = async (running: Running, change: Partial<Entry>): Promise<void> => {
  running.entry = { ...running.entry, ...change }
  aim(running)
  tellRole(running)
  await running.directory.edit(change)
}

/** Starts to keep a station in step with its databases. */
const sync = (running: Running): void => {
  const { links, station } = running
  const { signal } = running.stopped
  station.onNews = () => links.each(one => one.news())
  station.onClockJump = () => links.each(one => one.retry())
  station.onRetry = key => {
    if (key) void edit(running, { key, role: undefined }).then(() => learnRole(running))
    links.each(one => one.retry())
  }
  station.onJoin = joined => links.each((one, url) => url === joined && void one.join())
  station.onDatabase = (typed, key) =>
    void edit(running, { databases: enter(running.entry.databases, typed, key) })
  const own = () => links.get(urlOf(running.entry.database ?? ''))
  station.far = {
    heard: async stations => (await own()?.heard(stations)) ?? {},
    wipe: async () => own()?.wipe(),
    forgetKey: () =>
      void edit(running, { key: undefined, role: undefined, databases: keyless(running.entry.databases) }),
  }
  addEventListener('online', () => links.each(one => one.retry()), { signal })
  addEventListener('pagehide', () => station.flush(), { signal })
  const onVisible = () => {
    if (document.hidden) station.flush()
    links.each(one => one.setVisible(!document.hidden))
  }
  document.addEventListener('visibilitychange', onVisible, { signal })
  signal.addEventListener('abort', () => links.each(one => one.stop()))
  aim(running)
  void learnRole(running)
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

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Makes a database whose name nobody has had: a digit at its end says that it was drawn (see sync/replicate.ts). */
const makeNext = async ({ entry }: Running): Promise<string> => {
  const drawn = [...world.random(6)].map(byte => LETTERS[byte % LETTERS.length]).join('')
  const name = `bar-b${drawn}${2 + (world.random(1)[0]! % 8)}`
  const remote = new Remote(urlOf(name), net)
  remote.key = entry.key
  await remote.make()
  return name
}

/** Whether all that is here is where it belongs. */
const isSent = ({ links }: Bar): boolean =>
  links.some(({ by, state, unsent }) => !by && state === 'ok' && !unsent)

/** Goes on with the meeting that comes after this one, where an organizer began it, once nothing is left to do here. */
const followMeeting = (running: Running): void => {
  const { station, entry, stopped } = running
  const next = station.bar.fold.meeting()?.next
  const { database } = entry
  if (!next || !database || next === database || stopped.signal.aborted) return
  if (!hasOrder() && isSent(station.bar)) void moveOn(running, directory => directory.follow(database, next))
}

/** Forgets what is over or was wiped: this meeting, once nobody is at it and all is sent, and those before it. */
const forgetInTime = (running: Running): void => {
  const { directory, journal, station, stopped } = running
  const isOver = async () => {
    const at = forgetAt(station.bar.fold.meeting())
    if (at === undefined || world.now() < at || running.entry.keep) return false
    return !hasOrder() && !inUse() && !isUnsaved() && !(await journal.unsent(1)).length
  }
  const look = async () => {
    if (stopped.signal.aborted) return
    if (await isOver()) return moveOn(running, directory => directory.erase())
    if (await alone) await inTurn(() => sweep(directory, net, urlOf))
    world.after(SWEEP_EACH, look)
  }
  // One after the other: who looks into a journal while it is erased would make it anew.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = async (work: () => Promise<Wiped[]>) => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    tell({ wiped: await turn })
  }
  const eraseOld = async ({ journal: name }: Wiped) => {
    const entry = directory.others.find(each => each.journal === name)
    if (entry) await directory.erase(entry)
    return (tablet.wiped ?? []).filter(each => each.journal !== name)
  }
  station.onEvents = wiped => eventsOf(wiped, net)
  station.onErase = wiped =>
    void (wiped ? inTurn(() => eraseOld(wiped)) : moveOn(running, directory => directory.erase()))
  world.after(FIRST_SWEEP, look)
}

/** Brings the tablet to the one address of its bar, with its key, once nothing would be left behind here. */
const moveHome = (running: Running, address: string): void => {
  const callOff = goHome({
    ...net,
    address,
    stay: () => (hasOrder() ? 'order' : isUnsaved() || !isSent(running.station.bar) ? 'unsent' : undefined),
    onAway: away => tell({ away }),
    go(home) {
      const { key, barKey } = running.entry
      leaveFor(invite(home, { ...(key && { key }), ...(barKey && { barKey }) }))
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
  running.settings = settings
  const { directory, station } = running
  const wanted = directory.newest(settings.database)
  const gone = directory.isGone(wanted)
  tell({ gone })
  if (gone) {
    const comeBack = () => void moveOn(running, () => directory.comeBack(wanted))
    station.far = { ...station.far, comeBack }
    return again(ASK_AGAIN)
  }
  if (!running.entry.database) running.entry = await directory.choose(wanted)
  else if (wanted !== running.entry.database) {
    if (!isDone(running.station.bar)) return again(LOOK_AGAIN)
    return moveOn(running, directory => directory.choose(settings.database))
  }
  await edit(running, { databases: follow(running.entry.databases, settings.databases) })
  void learnRole(running)
  if (settings.address) moveHome(running, settings.address)
}

/** Opens what this tablet has and starts the bar. The host is asked first only when nothing is known yet. */
const start = async (): Promise<void> => {
  const directory = await Directory.open()
  if (!directory.known) tell({ first: true })
  const { database, ...keys } = came
  const settings = directory.known && !database ? undefined : await readSettings(net)
  if (database && settings && settings.database !== database)
    await directory.follow(settings.database, database)
  const wanted = database ?? settings?.database
  let entry = await directory.choose(directory.isGone(wanted) ? undefined : wanted)
  if (keys.key) entry = await directory.edit({ ...keys, role: undefined })
  came = {}
  const journal = await Journal.open(entry.journal, {
    ...world,
    channel: new BroadcastChannel(entry.journal),
  })
  const station = await Station.open(journal, world, choices)
  const links = new Links(
    url => new Replicator(url, journal, station, net),
    url => station.dropLink(url),
  )
  const stopped = new AbortController()
  const running: Running = { directory, entry, journal, station, settings, links, stopped }
  // At the bar the drinks come first: organizers' screens are read and run when all else is there.
  if (!['', 'bar'].includes(routeNow())) bring(directory)
  speakAs ??= followTexts(net, directory, dataset.policy!, (code, texts) =>
    tell({ texts: { code, ...texts } }),
  )
  station.onChange = bar => {
    show(bar, station)
    speakAs!(languageOf(bar.choices))
    // A moment later, because what was recorded just now counts as unsent only once the links have heard of it.
    if (bar.fold.meeting()?.next) world.after(LOOK_AGAIN, () => followMeeting(running))
  }
  station.onNext = () => makeNext(running)
  station.onBarKey = barKey => void edit(running, { barKey })
  show(station.bar, station)
  speakAs(languageOf(station.bar.choices))
  tellRole(running)
  if (await alone) await station.resume()
  await station.load()
  bring(directory)
  sync(running)
  forgetInTime(running)
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

/** Starts the bar of this tablet. */
const work = (): void => {
  checkStorage(navigator).then(keeps => tell({ keeps }))
  tryToStart(1000)
}

/** A screen for guests on what never was a tablet of this bar. It becomes one when somebody goes to another screen. */
const showGuests = (directory?: Directory): void => {
  bring(directory)
  openBoard(directory, choices, (choices, actions) => show({ ...closedBar(), choices }, actions))
  const leave = () => {
    if (isAtBoard()) return
    removeEventListener('hashchange', leave)
    work()
  }
  addEventListener('hashchange', leave)
}

keepPage()
addEventListener('hashchange', () => {
  // Scanned by a tablet where the app is open already, a code only changes the fragment.
  if (/[#&][kd]=/.test(location.hash)) openAnew()
  seeToBoard()
})
document.addEventListener('visibilitychange', () => guests?.setVisible(!document.hidden))
if (isAtBoard())
  Directory.open().then(
    directory => (directory.known ? work() : showGuests(directory)),
    () => showGuests(),
  )
else work()
