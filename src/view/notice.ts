import { h, type VNode } from 'preact'
import type { Notice } from '../domain/bar.ts'
import { opened } from './dialog.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { Warnings } from './warnings.ts'
import { inWords, say, stationOf, t } from './words.ts'

const textOf = ({ bar }: Screen, notice: Notice): string =>
  notice.kind === 'autoDone'
    ? say(t.autoDone, inWords(bar, notice.lines))
    : notice.kind === 'clone'
      ? t.clone
      : notice.kind === 'handover'
        ? `${stationOf(bar, notice.by)}: ${notice.text}`
        : say(t.refused, notice.reason)

/** Something that is said once. Lies over the head of the page: nothing under a finger moves for it. */
export const NoticeBar = (screen: Screen, isBar: boolean): VNode => {
  const { notice } = screen.bar
  return html`
    <div role="alert">
      ${notice && html`<p class="notice">${textOf(screen, notice)}<button onClick=${() => screen.actions.dismiss()}>${t.ok}</button></p>`}
    </div>
    ${!isBar && h(Warnings, screen)}`
}

/** Over everything while taps do not reach the disk: what is wrong, what to do, and what waits. Only a disk that works closes it. */
export const NotSaving = ({ bar: { saving }, actions }: Screen): VNode | false =>
  saving.state === 'trouble' &&
  html`
    <dialog class="full bad" role="alertdialog" ref=${opened} aria-label=${t.notSaving}
      onKeyDown=${(event: KeyboardEvent) => event.key === 'Escape' && event.preventDefault()}
      onClose=${(event: Event) => opened(event.target as HTMLDialogElement)}>
      <h2>${t.notSaving}</h2>
      <p>${t.notSavingWhy[saving.why]}</p>
      <p>${t.notSavingDo} ${saving.waiting > 0 && say(t.waiting, saving.waiting)}</p>
      <button class="done" onClick=${() => actions.retry()}>${t.again}</button>
    </dialog>`
