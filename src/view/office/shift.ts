import { Component, type VNode } from 'preact'
import { opened } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { adviceOf } from '../status.ts'
import { o, say, t } from '../words.ts'
import { form } from './form.ts'

interface State {
  /** `ending`: until all is on the router. `ended`: it is, and the key is forgotten. */
  shift?: 'ending' | 'ended' | undefined
}

/** The end of a shift: a word to the next, all pushed, the key forgotten. Says honestly what is not on the router yet. */
export class Shift extends Component<Screen, State> {
  override componentDidUpdate(): void {
    const { bar, actions } = this.props
    const { shift } = this.state
    const link = bar.links.find(({ by }) => !by)
    if (shift !== 'ending' || bar.saving.state !== 'saved' || link?.state !== 'ok' || link.unsent) return
    actions.forgetKey()
    this.setState({ shift: 'ended' })
  }

  render({ bar, actions }: Screen, { shift }: State): VNode {
    const link = bar.links.find(({ by }) => !by)
    const left = shift === 'ended' ? 0 : (link?.unsent ?? bar.fold.events.size)
    const go = (shift?: 'ending') => () => this.setState({ shift })
    return html`
      ${form(
        o.shift,
        html`<h3>${o.shift}</h3><p>${o.shiftWhy}</p>
          <label>${o.shiftSays}<textarea name="text" rows="2" maxlength="500"></textarea></label>`,
        o.shift,
        (fields, event) => {
          const text = fields('text')
          ;(event.target as HTMLFormElement).reset()
          actions.endShift(text)
          go('ending')()
        },
      )}
      ${
        shift &&
        html`
          <dialog class="full" ref=${opened} onClose=${go()} aria-label=${o.shift}>
            <h2 role="status">${say(o.shiftLeft, left)}</h2>
            <p>${shift === 'ended' ? o.shiftEnded : `${link ? adviceOf(bar, link) : ''} ${o.shiftWait}`}</p>
            <button class="done" onClick=${go()}>${shift === 'ended' ? t.ok : o.shiftOn}</button>
          </dialog>`
      }`
  }
}
