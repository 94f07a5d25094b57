import { Component, type VNode } from 'preact'
import type { Notice } from '../domain/bar.ts'
import { opened } from './dialog.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { inWords, t } from './words.ts'

/** How long *Wipe screen* takes no touch, in seconds. */
const WIPE = 15

const textOf = (screen: Screen, notice: Notice): string =>
  notice.kind === 'autoDone'
    ? t.autoDone(inWords(screen.bar, notice.lines))
    : notice.kind === 'clone'
      ? t.clone
      : t.refused(notice.reason)

/** Something that is said once. Lies over the head of the page: nothing under a finger moves for it. */
export const NoticeBar = (screen: Screen): VNode => {
  const { notice } = screen.bar
  return html`
    <div role="alert">
      ${notice && html`<p class="notice">${textOf(screen, notice)}<button onClick=${() => screen.actions.dismiss()}>${t.ok}</button></p>`}
    </div>`
}

/** Over everything while taps do not reach the disk: what is wrong, what to do, and what waits. Nothing closes it but a disk that works. */
export const NotSaving = ({ bar, actions }: Screen): VNode | null => {
  const { saving } = bar
  if (saving.state !== 'trouble') return null
  return html`
    <dialog class="full bad" role="alertdialog" ref=${opened} aria-label=${t.notSaving} onCancel=${(event: Event) => event.preventDefault()}
      onClose=${(event: Event) => opened(event.target as HTMLDialogElement)}>
      <h2>${t.notSaving}</h2>
      <p>${t.notSavingWhy[saving.why]}</p>
      <p>${t.notSavingDo} ${t.waiting(saving.waiting)}</p>
      <button class="done" onClick=${() => actions.retry()}>${t.again}</button>
    </dialog>`
}

/** A screen that takes no touch for a while, so that somebody can wipe the beer off it. */
export class Wipe extends Component<{ onClose: () => void }, { left: number }> {
  override state = { left: WIPE }
  private timer: ReturnType<typeof setInterval> | undefined

  override componentDidMount(): void {
    this.timer = setInterval(() => {
      if (this.state.left > 1) this.setState(({ left }) => ({ left: left - 1 }))
      else this.props.onClose()
    }, 1000)
  }

  override componentWillUnmount(): void {
    clearInterval(this.timer)
  }

  render({ onClose }: { onClose: () => void }, { left }: { left: number }): VNode {
    return html`
      <dialog class="full" ref=${opened} onClose=${onClose} aria-label=${t.wipe}>
        <h2>${t.wiping}</h2><b class="big" role="timer">${left}</b><p>${t.wipeHint}</p>
      </dialog>`
  }
}
