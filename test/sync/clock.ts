/** Waits until nothing is under way in the real event loop: promises, and what `countTasks` counts. */
export type Settle = () => Promise<void>

const realSetImmediate = globalThis.setImmediate
let pending = 0

/**
 * Counts `setImmediate` calls that have not run, which is how fake-indexeddb takes its time: only when there are none is
 * a world with virtual time at rest. Call it once a test file, before the first database is opened.
 */
export const countTasks = (): void => {
  globalThis.setImmediate = ((then: () => void) => {
    pending++
    return realSetImmediate(() => {
      pending--
      then()
    })
  }) as typeof setImmediate
}

/** Holds virtual time still until something real has come to its end, such as a script that runs. */
export const hold = async <T>(work: Promise<T>): Promise<T> => {
  pending++
  try {
    return await work
  } finally {
    pending--
  }
}

export const settle: Settle = async () => {
  do await new Promise(resolve => realSetImmediate(resolve))
  while (pending > 0)
}

interface Timer {
  at: number
  order: number
  then: () => void
}

/** Time that passes only when a test lets it, in ms from 0; timers run in order. */
export class Clock {
  time = 0
  #timers: Timer[] = []
  #order = 0

  after(ms: number, then: () => void): () => void {
    const timer = { at: this.time + Math.max(0, ms), order: this.#order++, then }
    // Kept sorted, the next one last: most new timers are among the later ones, few are alive at once.
    let i = this.#timers.length
    while (i > 0 && this.#timers[i - 1]!.at <= timer.at) i--
    this.#timers.splice(i, 0, timer)
    return () => {
      const at = this.#timers.indexOf(timer)
      if (at >= 0) this.#timers.splice(at, 1)
    }
  }

  /** Lets time pass, everything that falls due on the way included. Stops early, after a timer, when `until` says so. */
  async pass(ms: number, until: () => boolean = () => false): Promise<void> {
    const end = this.time + ms
    await settle()
    while (!until()) {
      const next = this.#timers.at(-1)
      if (!next || next.at > end) {
        this.time = end
        return
      }
      this.#timers.pop()
      this.time = next.at
      next.then()
      await settle()
    }
  }
}
