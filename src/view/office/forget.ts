import { Component, type VNode } from 'preact'
import { FORGET_AFTER, lastDay } from '../../domain/over.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { o, say, t } from '../words.ts'
import { field, form } from './form.ts'

interface State {
  /** It is asked whether that is really meant. */
  sure?: boolean
  said?: string
}

/** When tablets forget the meeting by themselves; and the way to wipe it at once, everywhere, asked twice. */
export class Forget extends Component<Screen, State> {
  private async wipe() {
    this.setState({ sure: false, said: '' })
    try {
      await this.props.actions.wipe()
    } catch (error) {
      const { failure } = error as { failure?: keyof typeof t.link }
      this.setState({
        said: failure === 'key' ? o.wipeKey : say(o.failed, t.link[failure!] || String(error)),
      })
    }
  }

  render({ bar, actions }: Screen, { sure, said }: State): VNode {
    const meeting = bar.fold.meeting()
    return html`
      ${form(
        o.forget,
        html`<h3>${o.forget}</h3><p>${o.forgetWhy}</p>
          ${field(o.lastDay, 'end', (meeting && lastDay(meeting)) ?? '', { type: 'date' })}
          ${field(o.forgetAfter, 'after', meeting?.settings?.forgetAfter ?? FORGET_AFTER, { type: 'number', min: 0, max: 999, required: true })}`,
        o.save,
        fields => {
          const end = fields('end')
          actions.setMeeting({ forgetAfter: Number(fields('after')), ...(end && { end }) })
        },
      )}
      ${form(
        o.wipeAll,
        html`<h3>${o.wipeAll}</h3><p>${o.wipeWhy}</p>
          ${said && html`<p role="alert">${said}</p>`}
          ${
            sure &&
            html`<p role="alert"><b>${say(o.wipeSure, meeting?.name || t.bar, bar.fold.totals.orders)}</b></p>
              <button type="button" class="bad" onClick=${() => this.wipe()}>${o.wipeYes}</button>`
          }`,
        o.wipeAll,
        () => this.setState({ sure: true, said: '' }),
      )}`
  }
}
