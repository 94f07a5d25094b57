// Runs in the page before anything else, and notes when things happen there. All times are ms since the page began.

/** What became of one tap. */
export interface Tap {
  at: number
  /** The frame that shows what it did is on its way to the screen. */
  paint?: number
  /** What it made is on the disk. */
  saved?: number
  /** By the selector of what was watched for: it is there, and the frame that shows it is on its way. */
  shown?: Record<string, number>
}

export interface Probe {
  taps: Tap[]
  /** The first button is on the screen. */
  tile?: number
  /** That button was tapped at once, and the frame that shows it is on its way. */
  answered?: number
  /** Set before the page begins: taps the first button as soon as it is there. */
  eager?: boolean
}

declare global {
  interface Window {
    probe: Probe
    /** Watches for the first element of a selector, from now on, and notes it with the tap that brought it. */
    watch: (selector: string) => void
  }
}

const probe: Probe = { ...window.probe, taps: [] }
window.probe = probe

/** Calls back after the next frame: an animation frame comes before the paint, a message right after it. */
const painted = (then: (now: number) => void): void => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => then(performance.now())
    port2.postMessage(0)
  })
}

addEventListener(
  'click',
  ({ timeStamp }) => {
    const tap: Tap = { at: timeStamp }
    probe.taps.push(tap)
    painted(now => {
      tap.paint = now
    })
  },
  true,
)

window.watch = selector =>
  new MutationObserver((_, observer) => {
    const tap = probe.taps.at(-1)
    if (!tap || !document.querySelector(selector)) return
    observer.disconnect()
    painted(now => {
      tap.shown = { ...tap.shown, [selector]: now }
    })
  }).observe(document, { childList: true, subtree: true })

// The journal adds an order, and only an own one, with `add`; it is on the disk when the transaction is complete.
const { add } = IDBObjectStore.prototype
IDBObjectStore.prototype.add = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
  const tap = probe.taps.at(-1)
  if (tap && (value as { kind?: string }).kind === 'order')
    this.transaction.addEventListener('complete', () => {
      tap.saved ??= performance.now()
    })
  return add.call(this, value, key)
}

new MutationObserver((_, observer) => {
  const button = document.querySelector('button')
  if (!button) return
  observer.disconnect()
  painted(now => {
    probe.tile = now
    if (!probe.eager) return
    button.click()
    painted(now => {
      probe.answered = now
    })
  })
}).observe(document, { childList: true, subtree: true })
