/** The browser's clock, timers, randomness and network, in one place: everything else is handed them, so tests can turn them. */
export const world = {
  now: () => Date.now(),
  mono: () => performance.now(),
  /** Calls `then` once after `ms`; returns what calls it off. */
  after(ms: number, then: () => void): () => void {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
  random: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
  fetch: fetch.bind(globalThis),
}

/**
 * Whether no other tab of this browser has the app open. Asks the others, waits 100 ms for an answer, and from then on
 * answers those that ask.
 */
export const aloneInBrowser = (): Promise<boolean> =>
  new Promise(resolve => {
    const tabs = new BroadcastChannel('barwrt')
    tabs.onmessage = ({ data }) => (data === 'who' ? tabs.postMessage('here') : resolve(false))
    tabs.postMessage('who')
    world.after(100, () => resolve(true))
  })
