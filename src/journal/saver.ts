import type { Saving } from '../domain/bar.ts'
import type { BarEvent } from '../domain/event.ts'
import type { Strip } from '../domain/strip.ts'
import type { Draft, Journal } from './journal.ts'

/** Where the unfinished order is kept. */
const STRIP = '.strip'
/** The first wait before a failed save is tried again, and the longest, ms. */
const FIRST_WAIT = 1000
const LONGEST_WAIT = 60_000
/** How long the unfinished order waits to be written: the paint that shows the tap goes first, ms. */
const STRIP_WAIT = 50
const SAVED: Saving = { state: 'saved' }

/** What a saver tells its station. */
export interface SaverHooks {
  after(ms: number, then: () => void): () => void
  /** These events are on the disk. */
  saved(events: BarEvent[]): void
  /** `saving` says something else now. */
  changed(): void
}

/**
 * Brings events and the unfinished order to the journal, one transaction an event, in their order. What cannot be
 * saved is kept in memory and tried again, with a new connection, until it is.
 */
export class Saver {
  /** Whether taps reach the disk. */
  saving: Saving = SAVED
  /** Not on the disk yet, oldest first. */
  readonly #queue: Draft[] = []
  #strip: Strip | undefined
  #stripStale = false
  #running = false
  #wait = FIRST_WAIT
  #stopWait = () => {}
  readonly #journal: Journal
  readonly #hooks: SaverHooks

  constructor(journal: Journal, hooks: SaverHooks) {
    this.#journal = journal
    this.#hooks = hooks
  }

  /** Saves an event, and with it the strip as it is then. */
  event(draft: Draft): void {
    this.#queue.push(draft)
    if (this.saving.state === 'saved') this.saving = { state: 'saving' }
    this.#write()
  }

  /**
   * The unfinished order is another one now. It is written a moment later, or with an event that follows before.
   * @param withEvent whether an event follows at once, in whose transaction it goes
   */
  strip(strip: Strip, withEvent = false): void {
    this.#strip = strip.lines.length ? strip : undefined
    if (!withEvent && !this.#stripStale) this.#hooks.after(STRIP_WAIT, () => this.flush())
    this.#stripStale = true
  }

  /** Writes at once what still waits to be written, for the page may be gone in a moment. */
  flush(): void {
    this.#write()
  }

  /** The strip that was left unfinished when the app was last closed. */
  leftStrip(): Promise<Strip | undefined> {
    return this.#journal.recall<Strip>(STRIP)
  }

  /** Tries at once what waits for another try. */
  retry(): void {
    this.#wait = FIRST_WAIT
    this.#write()
  }

  async #write(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#stopWait()
    const again = this.saving.state === 'trouble'
    let news = true
    try {
      while (this.#queue.length || this.#stripStale) await this.#writeNext(again)
      this.#wait = FIRST_WAIT
      // Of an event its own news said so, and nobody waits for an unfinished order: no screen is drawn once more for it.
      news = this.saving !== SAVED
      this.saving = SAVED
    } catch (error) {
      this.#stripStale = true
      const why = (error as DOMException | undefined)?.name === 'QuotaExceededError' ? 'full' : 'open'
      this.saving = { state: 'trouble', waiting: this.#queue.length, why }
      this.#stopWait = this.#hooks.after(this.#wait, () => this.#write())
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT)
    }
    this.#running = false
    if (news) this.#hooks.changed()
  }

  /** @param again whether it was tried before, and so may be on the disk although nobody could say so */
  async #writeNext(again: boolean): Promise<void> {
    const draft = this.#queue[0]
    this.#stripStale = false
    if (!draft) return this.#journal.remember(STRIP, this.#strip)
    const events = await this.#journal.append([draft], { [STRIP]: this.#strip }, again)
    this.#queue.shift()
    if (!this.#queue.length) this.saving = SAVED
    this.#hooks.saved(events)
  }
}
