import type { Actions, Bar, Choices } from './domain/bar.ts'
import { hasOrder, isUnsaved, isUnsent } from './domain/left.ts'
import { guestsBoard, openBoard } from './guests.ts'
import { Directory } from './journal/directory.ts'
import { forgetInTime } from './meeting/forget.ts'
import { followHost } from './meeting/host.ts'
import { tellRole } from './meeting/keys.ts'
import { followMeeting } from './meeting/next.ts'
import { choose, open } from './meeting/open.ts'
import { sync } from './meeting/sync.ts'
import { closedBar, openScreens } from './screens.ts'
import { keepFresh } from './shell/fresh.ts'
import { guard, inUse, onBarred, openAnew } from './shell/guards.ts'
import { readInvitation } from './shell/invitation.ts'
import { runScript } from './shell/script.ts'
import { checkStorage } from './shell/storage.ts'
import { useTrust } from './shell/trusted.ts'
import { bringOffice } from './sync/office.ts'
import { followTexts } from './sync/texts.ts'
import { hasOffice, routeNow } from './view/pages.ts'
import { isLocked } from './view/screen.ts'
import { languageOf } from './view/words.ts'
import { aloneInBrowser, world } from './world.ts'

/** The first wait before the journal is tried to be opened again, and the longest, ms. */
const FIRST_WAIT = 1000
const MOST_WAIT = 60_000

const { text: script, dataset } = document.currentScript as HTMLScriptElement
const choices: Choices = { theme: 'dark', oneTap: false }
const { bar: shown, show, showAgain, tell } = openScreens(document.getElementById('app')!, () => seeToBoard())
/** What the scanned code said, until it is taken up. */
let came = readInvitation()
let directory: Promise<Directory>
/** Sees to it that the texts of a language are here. */
let speakAs: ((code: string) => void) | undefined
let brought = false

/** Keeps the page itself: fresh, openable without the router, and not left by accident. Works with no journal, too. */
const keepPage = (): void => {
  let refused = false
  const is = (what: (bar: Bar) => boolean) => {
    const bar = shown()
    return !!bar && what(bar)
  }
  const isBusy = () => is(isUnsaved) || is(hasOrder)
  const fresh = keepFresh(world, {
    path: location.pathname,
    script,
    busy: () => isBusy() || inUse(),
    open: openAnew,
    onLight: light => tell({ offline: refused ? { safe: false, why: 'untrusted' } : light }),
  })
  // What the browser's cache holds it would not open then.
  useTrust(() => {
    refused = true
  })
  onBarred(origin => tell({ barred: [...new Set([...(tell({}).barred ?? []), origin])] }))
  // With a second tab open, an unfinished order would not be taken up again: it stays where it is.
  guard({ refresh: () => void (isBusy() || fresh.refresh()), unsent: () => is(isUnsent) })
}

/** Sees to it that organizers' screens come. */
const bring = (store?: Directory): void => {
  const add = (script: string) => {
    runScript(script)
    showAgain()
    return hasOffice()
  }
  if (!brought) void bringOffice(world, store, dataset.policy!, add)
  brought = true
}

/** Whether the page is the guests' board. */
const isAtBoard = (): boolean => routeNow() === 'board'

const followBoard = guestsBoard(
  world,
  () => directory,
  board => tell({ board }),
)

/** Follows the host's board while somebody looks at it here and this tablet has no bar of its own to make it of. */
const seeToBoard = (): void => {
  const bar = shown()
  followBoard(!!bar && !(bar.station && !isLocked(bar)) && isAtBoard())
}

const openDirectory = (): Promise<Directory> => (directory = Directory.open())

/** What each meeting is handed. */
const around = {
  world,
  tell,
  alone: aloneInBrowser(),
  startNext: () => tryToStart(FIRST_WAIT),
}

/** Opens what this tablet has and starts the bar. */
const start = async (): Promise<void> => {
  const directory = await openDirectory()
  if (!directory.known) tell({ first: true })
  const chosen = await choose(directory, came, world)
  came = {}
  const running = await open(chosen, choices, around)
  const { station } = running
  // At the bar the drinks come first: organizers' screens are read and run when all else is there.
  if (!['', 'bar'].includes(routeNow())) bring(directory)
  speakAs ??= followTexts(world, directory, dataset.policy!, (code, texts) =>
    tell({ texts: { code, ...texts } }),
  )
  station.onChange = bar => {
    show(bar, station)
    speakAs!(languageOf(bar.choices))
    followMeeting(running)
  }
  show(station.bar, station)
  speakAs(languageOf(station.bar.choices))
  tellRole(running)
  if (await around.alone) await station.resume()
  await station.load()
  bring(directory)
  sync(running)
  forgetInTime(running)
  await followHost(running)
}

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
    show(closedBar(choices), { retry: again } as Actions)
  })
}

/** Starts the bar of this tablet. */
const work = (): void => {
  checkStorage(navigator).then(keeps => tell({ keeps }))
  tryToStart(FIRST_WAIT)
}

/** A screen for guests on what never was a tablet of this bar. It becomes one when somebody goes to another screen. */
const showGuests = (directory?: Directory): void => {
  bring(directory)
  openBoard(directory, choices, (choices, actions) => show(closedBar(choices), actions))
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
if (isAtBoard())
  openDirectory().then(
    directory => (directory.known ? work() : showGuests(directory)),
    () => showGuests(),
  )
else work()
