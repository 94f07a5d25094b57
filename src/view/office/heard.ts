import { Component, type VNode } from 'preact'
import type { Heard } from '../../domain/bar.ts'
import type { BarEvent } from '../../domain/event.ts'
import { seedOf } from '../../domain/menu.ts'
import { DEFAULT_PLACE } from '../../domain/share.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { clock, o, say, stationOf, t } from '../words.ts'

/** How often the router is asked, ms. */
const ASK_EACH = 60_000
const DAY = 86_400_000

/** All stations, and when each was last in touch: which tablet lies somewhere with an empty battery. */
export class LastHeard extends Component<Screen, { heard: Record<string, Heard> }> {
  override state = { heard: {} as Record<string, Heard> }
  private asking: ReturnType<typeof setInterval> | undefined

  private get ids(): string[] {
    return Object.keys(this.props.bar.fold.runs).filter(id => !seedOf(`${id}-`))
  }

  private readonly ask = async () => {
    const heard = await this.props.actions.heard(this.ids).catch(() => ({}))
    this.setState({ heard: { ...this.state.heard, ...heard } })
  }

  override componentDidMount(): void {
    void this.ask()
    this.asking = setInterval(this.ask, ASK_EACH)
  }

  override componentWillUnmount(): void {
    clearInterval(this.asking)
  }

  render({ bar, now }: Screen, { heard }: { heard: Record<string, Heard> }): VNode {
    const { fold, ref, station } = bar
    const row = (id: string) => {
      const told = heard[id]
      const last = fold.events.get(`${id}-${fold.runs[id]!.at(-1)}`)
      const times = [told, last].flatMap(each => (each ? fold.timeOf(each as BarEvent, ref) : []))
      const at = Math.max(...times)
      const day = Math.floor((now - at) / DAY)
      const facts = [
        fold.station(id)?.place ?? DEFAULT_PLACE,
        id === station ? t.tablet : say(o.heard, clock(at)) + (day > 0 ? `, ${say(o.daysAgo, day)}` : ''),
        told?.unsent && say(t.unsent, told.unsent),
      ]
      return html`<li key=${id}><b>${stationOf(bar, id)}</b> · ${facts.filter(Boolean).join(' · ')}</li>`
    }
    return html`<section class="card" aria-label=${o.lastHeard}><h3>${o.lastHeard}</h3><ul>${this.ids.map(row)}</ul></section>`
  }
}
