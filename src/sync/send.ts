import type { BarEvent } from '../domain/event.ts'
import type { Outbox } from './outbox.ts'
import { failureOf, type Remote, RemoteError } from './remote.ts'

/** UTF-16 units of events in a batch; one is at most 3 bytes in UTF-8, and the router takes 256 KB. */
const MOST_TEXT = 80_000
/** So many refusals without one acceptance are the database's fault: it gets a rest. */
const REFUSALS_IN_A_ROW = 10

/** An event on its way. */
type Parcel = [id: string, text: string]

/** Sends events in batches, such that no single bad one holds up the rest. */
export class Sender {
  #refusalsInARow = 0
  #mostText = MOST_TEXT
  readonly #remote
  readonly #outbox
  readonly #mono

  constructor(remote: Remote, outbox: Outbox, mono: () => number) {
    this.#remote = remote
    this.#outbox = outbox
    this.#mono = mono
  }

  /**
   * Sends all of some events, and tells the outbox what became of each.
   * @param round the last reading of the changes that has begun
   * @throws RemoteError when the database takes nothing now
   */
  async send(events: BarEvent[], round: number): Promise<void> {
    for (const batch of this.#batches(events)) await this.#sendBatch(batch, round)
  }

  *#batches(events: BarEvent[]): Generator<Parcel[]> {
    let batch: Parcel[] = []
    let size = 0
    for (const event of events) {
      const text = JSON.stringify(event)
      size += text.length + 1
      if (batch.length && size > this.#mostText) {
        yield batch
        batch = []
        size = text.length
      }
      batch.push([event._id, text])
    }
    yield batch
  }

  /** A refused batch goes in halves, down to the event that is to blame, which then is left out. */
  async #sendBatch(batch: Parcel[], round: number): Promise<void> {
    const { taken, refused } = this.#outbox
    const refuse = (id: string, reason: string) => refused.set(id, { at: this.#mono(), reason })
    try {
      const refusals = await this.#remote.push(batch.map(([, text]) => text))
      for (const [id] of batch) taken.set(id, round)
      for (const { id, reason } of refusals) {
        taken.delete(id)
        refuse(id, reason)
      }
      this.#refusalsInARow = 0
      this.#mostText = MOST_TEXT
    } catch (error) {
      const failure = failureOf(error)
      // Perhaps so much does not get through in time.
      if (failure === 'offline') this.#mostText >>= 1
      if (failure !== 'bad' && failure !== 'large') throw error
      const half = batch.length >> 1
      if (half) {
        await this.#sendBatch(batch.slice(0, half), round)
        return this.#sendBatch(batch.slice(half), round)
      }
      refuse(batch[0]![0], (error as RemoteError).message)
      if (++this.#refusalsInARow % REFUSALS_IN_A_ROW === 0) throw new RemoteError('trouble')
    }
  }
}
