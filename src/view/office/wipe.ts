import { Component, type VNode } from 'preact'
import { opened } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { t } from '../words.ts'

/** How long *Wipe screen* takes no touch, in seconds. */
const WIPE = 15

interface State {
  /** Seconds. */
  left: number
}

/** A screen that takes no touch for a while, so that somebody can wipe the beer off it. */
export class Wipe extends Component<Screen, State> {
  override state: State = { left: WIPE }

  override componentDidMount(): void {
    const tick = setInterval(() => this.setState(({ left }) => ({ left: left - 1 })), 1000)
    this.componentWillUnmount = () => clearInterval(tick)
  }

  override componentDidUpdate(): void {
    if (!this.state.left) this.props.open(undefined)
  }

  render({ open }: Screen, { left }: State): VNode {
    return html`
      <dialog class="full" ref=${opened} onClose=${() => open(undefined)} aria-label=${t.wipe}>
        <h2>${t.wipe}</h2><b class="big">${left}</b><p>${t.wipeHint}</p>
      </dialog>`
  }
}
