import type { Bar } from './bar.ts'

// What a tablet has left to do before its page, or its meeting, may be left.

export const hasOrder = ({ strip }: Bar): boolean => !!strip.lines.length

/** Whether something that was tapped is not on this tablet's disk yet. */
export const isUnsaved = ({ saving }: Bar): boolean =>
  saving.state === 'saving' || (saving.state === 'trouble' && saving.waiting > 0)

/** Whether something is on this tablet only. */
export const isUnsent = (bar: Bar): boolean =>
  isUnsaved(bar) || (!!bar.links.length && bar.links.every(({ unsent }) => unsent))

/** Whether all that is here is where it belongs. */
export const isSent = ({ links }: Bar): boolean =>
  links.some(({ by, state, unsent }) => !by && state === 'ok' && !unsent)

/** Whether nothing of a meeting is left to do on this tablet, as far as its database can be had. */
export const isDone = (bar: Bar): boolean => {
  const { saving, links } = bar
  return (
    !hasOrder(bar) &&
    saving.state === 'saved' &&
    (links.some(({ unsent }) => !unsent) ||
      links.every(({ state }) => ['missing', 'wiped', 'other'].includes(state)))
  )
}
