import { failureOf, type Page, type Remote, RemoteError } from './remote.ts'

const MOST_ROWS = 500

/** Reads a database's changes page by page; in smaller ones when they come cut, or not in time. */
export class Pages {
  #most = MOST_ROWS
  readonly #remote

  constructor(remote: Remote) {
    this.#remote = remote
  }

  /** All changes after a place, or from the start, to their end. @throws RemoteError */
  async *after(place: string | undefined): AsyncGenerator<Page> {
    for (let pending = 1; pending; ) {
      let page: Page
      try {
        page = await this.#remote.changes(place, this.#most)
      } catch (error) {
        const failure = failureOf(error)
        const smaller = this.#most >> 1
        if (failure === 'garbled' || failure === 'offline') this.#most = smaller || 1
        if (failure === 'garbled' && smaller) continue
        throw error
      }
      // It would go on for ever.
      if (page.pending && page.since === place) throw new RemoteError('trouble')
      yield page
      place = page.since
      pending = page.pending
    }
    this.#most = MOST_ROWS
  }
}
