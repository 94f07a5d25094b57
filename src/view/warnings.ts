import { Component, type VNode } from 'preact'
import type { Warning } from '../domain/short.ts'
import { amountOf, cratesOf } from './amount.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { nameOf, say, t } from './words.ts'

/** A warning in words. */
export const warningOf = ({ item, level, short }: Warning): string =>
  short === 'out'
    ? say(t.outStock, nameOf(item))
    : say(t.lowStock, nameOf(item), cratesOf(item, level.n) || amountOf(item, level.n))

/** A tone of a fifth of a second. */
const beep = (): void => {
  const sound = new AudioContext()
  const tone = sound.createOscillator()
  tone.connect(sound.destination)
  tone.onended = () => sound.close()
  tone.start()
  tone.stop(sound.currentTime + 0.2)
}

/**
 * What somebody at the bar has to pass on: stays until it was said, on any tablet. Where it is wanted it can be heard,
 * on every screen; it is `shown` at the bar.
 */
export class Warnings extends Component<Screen & { shown?: boolean }> {
  private heard = new Set<string>()

  override componentDidUpdate(): void {
    this.listen()
  }
  override componentDidMount(): void {
    this.listen()
  }

  /** Sounds once for each warning that was not there before. */
  private listen(): void {
    const { bar, warnings } = this.props
    if (bar.loading) return
    const now = new Set(warnings.map(({ item, short }) => item.slug + short))
    if (bar.choices.sound && [...now].some(key => !this.heard.has(key))) beep()
    this.heard = now
  }

  render({ bar, actions, warnings, shown }: Screen & { shown?: boolean }): VNode | false {
    const { fold, stock } = bar
    const [first, ...more] = warnings
    if (!shown || !first) return false
    const told = () =>
      actions.note(
        ...[first, ...more].map(({ item: { slug: item }, short: warning }) => ({
          kind: 'told' as const,
          place: stock,
          item,
          warning,
          upTo: fold.shelf(item, stock)!.news,
        })),
      )
    return html`<p role="alert" class=${`tell ${first.short === 'out' ? 'bad' : 'warn'}`}>
      <b>${warningOf(first)}</b>${more.length > 0 && html`<small>+${more.length}</small>`}
      <button onClick=${told}>${t.toldThem}</button></p>`
  }
}
