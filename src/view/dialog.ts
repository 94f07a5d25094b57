import { type ComponentChildren, h, type VNode } from 'preact'
import { html } from './html.ts'
import { t } from './words.ts'

interface Props {
  title: string
  onClose: () => void
  children?: ComponentChildren
}

/** Opens a dialog in the browser's top layer, which keeps focus inside and gives it back afterwards. */
export const opened = (dialog: HTMLDialogElement | null): void => {
  if (dialog && !dialog.open) dialog.showModal()
}

/** A dialog over the screen: Escape, its cross, or a tap beside it closes it. */
export const Dialog = ({ title, onClose, children }: Props): VNode => html`
  <dialog ref=${opened} onClose=${onClose} aria-label=${title}
    onClick=${(event: MouseEvent) => event.target === event.currentTarget && closeOf(event)}>
    <header><h2>${title}</h2><button class="icon" aria-label=${t.close} onClick=${closeOf}>✕</button></header>
    <div class="body">${children}</div>
  </dialog>`

/** Closes the dialog that a control is in. */
export const closeOf = (event: Event): void => (event.currentTarget as Element).closest('dialog')!.close()

/** A dialog with its content. */
export const dialog = (title: string, onClose: () => void, children: VNode): VNode =>
  html`${h(Dialog, { title, onClose, children })}`
