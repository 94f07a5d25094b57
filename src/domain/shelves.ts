import { Boots } from './clock.ts'
import { type Amount, type BarEvent, type Count, type Id, is, partsOf } from './event.ts'
import { Shelf, type Witness } from './stock.ts'

/** All shelves of a bar, and what decides which of two events there came first. */
export class Shelves {
  /** place → item → shelf */
  readonly #shelves = new Map<string, Map<string, Shelf>>()
  readonly #counts: Id[] = []
  /** count → station → the first number that the station made after seeing it. */
  readonly #sawFrom = new Map<Id, Map<string, number>>()
  readonly boots = new Boots()
  readonly #witness: Witness = {
    saw: (count, by) => this.#sawCount(count, by),
    boots: this.boots,
  }

  /**
   * Notes what an event tells of others: which counts its station had seen by then, and how its clock stood.
   * @param by the parts of its id
   * @param newest nothing that the station did later is here yet
   */
  see(event: BarEvent, { station, n }: ReturnType<typeof partsOf>, newest: boolean): void {
    if (is(event, 'count')) this.#counts.push(event._id)
    let doubt = this.boots.see(station, n, event)
    if (event.saw)
      for (const count of event.saw) {
        const stations = this.#sawFrom.get(count) ?? new Map<string, number>()
        this.#sawFrom.set(count, stations)
        if (n >= (stations.get(station) ?? Number.POSITIVE_INFINITY)) continue
        stations.set(station, n)
        // Only what the station did from here on can weigh otherwise now.
        if (!newest) doubt = true
      }
    if (doubt) for (const here of this.#shelves.values()) for (const shelf of here.values()) shelf.doubt()
  }

  /** Puts a movement (`n`), or a count, on its shelf (`way` 1), or takes it off again (−1). */
  put(event: BarEvent, place: string, item: string, way: 1 | -1, n?: Amount): void {
    let here = this.#shelves.get(place)
    if (!here) this.#shelves.set(place, (here = new Map()))
    let shelf = here.get(item)
    if (!shelf) here.set(item, (shelf = new Shelf(item, this.#witness)))
    if (n === undefined) way === 1 ? shelf.count(event as Count) : shelf.uncount(event as Count)
    else way === 1 ? shelf.move(event, n) : shelf.unmove(event, n)
  }

  shelf(item: string, place: string): Shelf | undefined {
    return this.#shelves.get(place)?.get(item)
  }

  /** Where stock was ever noted. */
  places(): string[] {
    return [...this.#shelves.keys()]
  }

  /** The counts of other stations that came in and that none of this station's events has said it saw. */
  countsNotSeenBy(station: string): Id[] {
    return this.#counts.filter(id => partsOf(id).station !== station && !this.#sawFrom.get(id)?.has(station))
  }

  #sawCount(count: Id, by: BarEvent): boolean {
    const { station, n } = partsOf(by._id)
    return n >= (this.#sawFrom.get(count)?.get(station) ?? Number.POSITIVE_INFINITY)
  }
}
