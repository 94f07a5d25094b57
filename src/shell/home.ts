/** Why a tablet is not yet where it belongs. */
export type AwayWhy =
  /** It moves in a moment. */
  | 'moving'
  /** An order is open. */
  | 'order'
  /** Something is not on the router yet. */
  | 'unsent'
  /** The address does not answer this tablet. */
  | 'unreachable'

/** A tablet under another address than the one that all are to use. */
export interface Away {
  address: string
  why: AwayWhy
}

/** What it takes to bring a tablet home. */
export interface HomeOptions {
  fetch: typeof fetch
  /** Calls `then` once after `ms`; returns what calls it off. */
  after(ms: number, then: () => void): () => void
  /** The one address that tablets are to use, as the host says. */
  address: string
  /** Why the tablet must stay for now, if it must. */
  stay(): 'order' | 'unsent' | undefined
  onAway(away: Away): void
  /** Goes there. */
  go(address: string): void
}

/** How often it is asked whether the tablet may go, ms. */
const ASK_EACH = 1000
/** How long it says so before it goes, ms: people read it. */
const READ = 4000
/** How long the address may take to answer, and how soon it is tried again, ms. */
const PATIENCE = 5000
const TRY_AGAIN = 60_000

/**
 * Brings a tablet to the one address of its bar: another address is another origin to a browser, with another journal,
 * another cached app. Goes only when what was tapped here is on the router, and only where something answers: a phone
 * may know the router by number and not by name. Does nothing where no address is set, or this is it.
 * @returns calls it off
 */
export const goHome = (options: HomeOptions): (() => void) => {
  const { after, stay, onAway, go } = options
  let address: URL
  try {
    address = new URL(options.address)
  } catch {
    return () => {}
  }
  if (address.origin === location.origin || !/^https?:$/.test(address.protocol)) return () => {}
  let stop = () => {}
  let stopped = false
  /** Says why the tablet is not home yet, and what comes after a while. */
  const say = (why: AwayWhy, ms: number, then: () => void = ask): void => {
    onAway({ address: address.href, why })
    if (!stopped) stop = after(ms, then)
  }

  /** Whether anything answers there. What it answers, a page of another origin is not told. */
  const answers = (): Promise<boolean> => {
    const stopper = new AbortController()
    const enough = after(PATIENCE, () => stopper.abort())
    return options
      .fetch(address, { mode: 'no-cors', cache: 'no-store', signal: stopper.signal })
      .then(
        () => true,
        () => false,
      )
      .finally(enough)
  }

  const ask = async (): Promise<void> => {
    const why = stay()
    if (why) return say(why, ASK_EACH)
    if (!(await answers())) return say('unreachable', TRY_AGAIN)
    say('moving', READ, leave)
  }
  const leave = () => (stay() ? ask() : go(address.href))

  void ask()
  return () => {
    stopped = true
    stop()
  }
}
