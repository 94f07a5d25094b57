import type { VNode } from 'preact'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { t } from './words.ts'

/** Opens a dialog in the browser's top layer, which keeps the focus inside and gives it back afterwards. */
export const opened = (dialog: HTMLDialogElement | null): void => {
  if (dialog && !dialog.open) dialog.showModal()
}

/** Closes the dialog that a control is in. */
export const closeOf = (event: Event): void => (event.currentTarget as Element).closest('dialog')!.close()

/** A dialog over the screen: Escape, its cross, or a tap beside it closes it. */
export const dialog = (title: string, { open }: Screen, children: VNode): VNode => html`
  <dialog ref=${opened} onClose=${() => open(undefined)} aria-label=${title}
    onClick=${(event: Event) => event.target === event.currentTarget && closeOf(event)}>
    <header><h2>${title}</h2><button class="icon" aria-label=${t.close} onClick=${closeOf}>×</button></header>
    <div class="body">${children}</div>
  </dialog>`
