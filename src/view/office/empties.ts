import type { VNode } from 'preact'
import { type Emptied, emptiesOf, refundOf } from '../../domain/empties.ts'
import { parseMoney } from '../../domain/money.ts'
import { amountOf, cratesOf } from '../amount.ts'
import { dialog } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { digits, money, nameOf, o, say, stamp, t } from '../words.ts'
import { field, form } from './form.ts'
import { amountFields, amountIn } from './measure.ts'

interface Props extends Screen {
  place: string
}

/** One item: what is empty, and a form for what goes back; the refund is that of the deposit unless somebody says otherwise. */
const Line = ({ actions, place }: Props, { item, here, back, paid, refunded }: Emptied): VNode => {
  const words = (n: number) => cratesOf(item, n) || amountOf(item, n)
  return html`<li key=${item.slug}>${form(
    nameOf(item),
    html`<h3>${nameOf(item)}</h3>
      <p><b>${say(o.emptyHere, words(here))}</b><br /><small>${say(o.emptyBack, words(back), money(refunded), money(paid))}</small></p>
      <div class="fields">${amountFields(item)}
        ${field(o.refund, 'deposit', '', { inputmode: 'decimal', placeholder: money(refundOf(item, here)) })}
        ${field(o.to, 'to', item.source ?? '')}</div>`,
    o.goesBack,
    (fields, event) => {
      const n = amountIn(item, fields)
      if (!n) return
      const deposit = parseMoney(fields('deposit'), digits) ?? refundOf(item, n)
      const to = fields('to')
      actions.note({ kind: 'empties', place, goods: [{ item: item.slug, n, deposit }], ...(to && { to }) })
      ;(event.target as HTMLFormElement).reset()
    },
  )}</li>`
}

/** The empties, item by item, their way back to the supplier and the refund. */
export const Empties = (screen: Props): VNode => {
  const { bar, actions } = screen
  const { items, gone } = emptiesOf(bar.fold)
  const sum = (of: 'paid' | 'refunded') => items.reduce((all, each) => all + each[of], 0)
  return dialog(
    o.empties,
    screen,
    html`<p class="sum"><span>${o.depositOut}</span><b>${money(Math.max(0, sum('paid') - sum('refunded')))}</b></p>
      <ul class="recent counting">${items.map(each => Line(screen, each))}</ul>
      ${!!gone.length && html`<h3>${o.wentBack}</h3>`}
      <ul class="recent" aria-label=${o.wentBack}>${gone.map(({ _id, at, goods, to }) => {
        const what = goods.map(({ item, n, deposit }) => {
          const entry = bar.fold.entry(item)
          return `${entry ? `${cratesOf(entry, n) || amountOf(entry, n)} ${nameOf(entry)}` : item}${deposit ? `, ${money(deposit)}` : ''}`
        })
        const words = what.join('; ')
        return html`<li key=${_id}><div><span><b>${words}</b><br /><small>${[stamp(at), to].filter(Boolean).join(' · ')}</small></span>
          <button aria-label=${`${t.void}: ${words}`} onClick=${() => actions.void(_id, 'wrong')}>${t.void}</button></div></li>`
      })}</ul>`,
  )
}
