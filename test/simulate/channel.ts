import type { Clock } from '../sync/clock.ts'

/** A BroadcastChannel in virtual time, among the pages of one disk. */
export class Channel {
  onmessage: BroadcastChannel['onmessage'] = null
  readonly #members: Set<Channel>
  readonly #clock: Clock

  constructor(members: Set<Channel>, clock: Clock) {
    this.#members = members
    this.#clock = clock
    members.add(this)
  }

  postMessage(data: unknown): void {
    if (!this.#members.has(this)) return
    for (const member of this.#members)
      if (member !== this)
        this.#clock.after(1, () => {
          if (this.#members.has(member))
            member.onmessage?.call(member as unknown as BroadcastChannel, { data } as MessageEvent)
        })
  }

  close(): void {
    this.#members.delete(this)
  }
}
