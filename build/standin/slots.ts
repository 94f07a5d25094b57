// SPDX-License-Identifier: AGPL-3.0-or-later

/**
 * At most `size` scripts at once. uhttpd keeps the rest in a list that it takes from at the end where it puts them:
 * the last to come is served first, and nobody's wait is bounded.
 */
export class Slots {
  #free: number
  #waiting: (() => void)[] = []

  constructor(size: number) {
    this.#free = size
  }

  /** Starts now or when a slot is free. The function that comes back gives the slot back, or leaves the queue. */
  take(start: () => void): () => void {
    let state: 'waiting' | 'running' | 'done' = 'waiting'
    const run = () => {
      state = 'running'
      this.#free--
      start()
    }
    const leave = () => {
      if (state === 'waiting') this.#waiting = this.#waiting.filter(one => one !== run)
      if (state === 'running') {
        this.#free++
        this.#waiting.pop()?.()
      }
      state = 'done'
    }
    if (this.#free > 0) run()
    else this.#waiting.push(run)
    return leave
  }
}
