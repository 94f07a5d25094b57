import { Component, type VNode } from 'preact'
import type { Source } from '../../domain/event.ts'
import {
  MOODS,
  type Need,
  type Plan,
  type Planned,
  PROFILES,
  type ProfileName,
  planFor,
  profileFor,
  rateOf,
} from '../../domain/plan.ts'
import { standIns } from '../../domain/supply.ts'
import { amountOf } from '../amount.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { money, nameOf, o, say, stamp, t, weekday } from '../words.ts'
import { chips } from './chips.ts'
import { type Fact, facts, field, fieldTime, form, plain } from './form.ts'
import { FromBefore } from './lessons.ts'

const DAY = 86_400_000
const WEEK = [1, 2, 3, 4, 5, 6, 0]

/** What is bought, in words: "5 crates Club Mate". */
const wanted = ({ item, packs, n }: Need): string =>
  `${item.pack ? say(t.crates, packs) : amountOf(item, n)} ${nameOf(item)}`

/** A shop: when it is open, how long it takes, what it takes back. */
const Shop = ({ bar, actions }: Screen, name: string, source: Source): VNode =>
  facts(
    name,
    [
      [o.lead, 'lead', 'number', source.lead],
      [o.opens, 'opens', 'time', source.opens],
      [o.closes, 'closes', 'time', source.closes],
      [o.least, 'least', 'money', source.least],
      [o.brings, 'brings', 'yes', source.brings],
      [o.takesBack, 'back', 'yes', source.back],
      ...WEEK.map(
        (day): Fact => [say(o.closedOn, weekday(day)), `${day}`, 'yes', source.closed?.includes(day)],
      ),
    ],
    ({ lead, opens, closes, least, brings, back, ...days }) => {
      const closed = Object.keys(plain(days)).map(Number)
      const said: Source = plain({ lead, opens, closes, least, brings, back, closed } as never)
      actions.setMeeting({ sources: { ...bar.fold.meeting()?.sources, [name]: said } })
    },
  )

/** The shopping list, shop by shop, ticked off as it is bought. */
const List = (
  { bar: { fold }, actions }: Screen,
  plan: Plan,
  { needs, cost, deposit, suggested }: Planned,
  have: (slug: string) => number,
): VNode => {
  const { sources = {} } = fold.meeting() ?? {}
  const items = new Set(plan.bought)
  const inTime = new Set(needs.filter(({ late }) => !late).map(({ item }) => item.slug))
  const shops = [...new Set(needs.map(({ item }) => item.source ?? ''))]
  const tick = (slug: string) => {
    if (!items.delete(slug)) items.add(slug)
    actions.setMeeting({ plan: { ...plan, bought: [...items] } })
  }
  return html`${shops.map(shop => {
    const here = needs.filter(({ item }) => (item.source ?? '') === shop)
    const sum = here.reduce((all, need) => all + need.cost, 0)
    const { least = 0, brings } = sources[shop] ?? {}
    return html`<h3>${shop || o.somewhere}</h3>
      ${sum < least && html`<p class="warn"><b>${say(o.under, money(least))}</b></p>`}
      <ul class="recent">${here.map(need => {
        const { item, by, late, spare } = need
        const others = late
          ? standIns(fold, item).filter(({ slug }) => have(slug) > 0 || inTime.has(slug))
          : []
        const facts = [
          need.cost && money(need.cost),
          need.deposit && `${o.depositPaid} ${money(need.deposit)}`,
          by !== undefined && !late && item.source && say(brings ? o.orderBy : o.leaveBy, stamp(by)),
          spare > 0 && say(o.spare, say(t.crates, spare)),
        ]
        return html`<li key=${item.slug}><label class="tick"><input type="checkbox" checked=${items.has(item.slug)} onChange=${() => tick(item.slug)} />
          <span><b>${wanted(need)}</b><small>${facts.filter(Boolean).join(' · ')}</small>
          ${late && html`<small class="bad"><b>${[o.late, others.slice(0, 3).map(nameOf).join(', ')].filter(Boolean).join(': ')}</b></small>`}</span></label></li>`
      })}</ul>`
  })}
  <p class="sum"><b>${say(o.total, money(cost), money(deposit))}</b></p>
  <p>${say(o.wouldBring, money(suggested))}</p><p>${o.leftovers}</p>`
}

/** Puts a text on the clipboard; without HTTPS browsers have only the old way. */
const copy = (text: string): void => {
  const area = document.body.appendChild(document.createElement('textarea'))
  area.value = text
  area.select()
  document.execCommand('copy')
  area.remove()
}

/** Before the meeting: how many people drink what, and so what to buy where, by when, and what that costs. */
export class PlanScreen extends Component<Screen, { copied: boolean }> {
  override state = { copied: false }

  render(screen: Screen, { copied }: { copied: boolean }): VNode {
    const { bar, actions, now } = screen
    const { fold, stock } = bar
    const meeting = fold.meeting()
    const { plan = {}, heads = [], from = fieldTime(now).slice(0, 10), sources = {} } = meeting ?? {}
    const drinks = fold.drinks()
    const first = Date.parse(`${from}T12:00`)
    const due = fold.expected().flatMap(({ goods }) => goods)
    const have = (slug: string) =>
      fold.places().reduce((sum, place) => sum + Math.max(0, fold.level(slug, place)?.n ?? 0), 0) +
      due.reduce((sum, { item, n }) => sum + (item === slug ? n : 0), 0)
    const planned = planFor(
      plan,
      heads,
      drinks,
      slug => fold.entry(slug),
      have,
      sources,
      now,
      Math.max(first, now),
    )
    const set = (news: Plan) => actions.setMeeting({ plan: { ...plan, ...news } })
    const profile = (plan.profile ?? profileFor(drinks)) as ProfileName
    const names = new Set([...Object.keys(sources), ...fold.items().flatMap(({ source }) => source ?? [])])
    const bought = planned.needs.filter(({ item }) => plan.bought?.includes(item.slug))
    const book = () => {
      for (const shop of new Set(bought.map(({ item }) => item.source)))
        actions.note({
          kind: 'delivery',
          place: stock,
          goods: bought
            .filter(({ item }) => item.source === shop)
            .map(({ item, n, cost, deposit }) => ({ item: item.slug, n, cost, deposit })),
          ...(shop && { from: shop }),
        })
      set({ bought: [] })
    }
    return html`
      <main class="page" tabindex="0"><h2>${t.plan}</h2>
        ${FromBefore(screen)}
        ${!heads.length && html`<p><a href="#/setup">${o.planHint}</a></p>`}
        ${heads.map((n, day) =>
          chips(
            `${weekday(new Date(first + day * DAY).getDay())}: ${n}`,
            Object.entries(pick(o.moods, MOODS)),
            plan.moods?.[day] ?? 'usual',
            mood => {
              const moods = heads.map((_, i) => (i === day ? mood : (plan.moods?.[i] ?? 'usual')))
              set({ moods })
            },
            `mood${day}`,
          ),
        )}
        ${chips(o.goBy, Object.entries(pick(o.profiles, { ...PROFILES, ...(drinks.some(each => each.profile) && { last: 1 }) })), profile, profile => set({ profile, rates: {} }))}
        <p><small>${profile === 'last' ? o.figuresLast : o.figures}</small></p>
        <details><summary>${o.perHead}</summary>${form(
          o.perHead,
          html`<div class="fields">${drinks.map(drink => field(nameOf(drink), drink.slug, (plan.rates?.[drink.slug] ?? rateOf(drink, drinks, profile)).toFixed(2), { type: 'number', min: 0, step: 0.01 }))}</div>`,
          o.save,
          fields =>
            set({ rates: Object.fromEntries(drinks.map(({ slug }) => [slug, Number(fields(slug))])) }),
        )}</details>
        <h2>${o.toBuy}</h2>
        ${List(screen, plan, planned, have)}
        <div class="tools">
          <button onClick=${() => print()}>${o.print}</button>
          <button onClick=${() => {
            copy(planned.needs.map(need => `${need.item.source ?? o.somewhere}: ${wanted(need)}`).join('\n'))
            this.setState({ copied: true })
          }}>${copied ? o.copied : o.copy}</button>
          ${bought.length > 0 && html`<button onClick=${book}>${o.bought}</button>`}
        </div>
        ${names.size > 0 && html`<h3>${o.sources}</h3>`}
        ${[...names].map(name => Shop(screen, name, sources[name] ?? {}))}
      </main>`
  }
}

/** The words of the keys that there are. */
const pick = (words: Record<string, string>, keys: object): Record<string, string> =>
  Object.fromEntries(Object.keys(keys).map(key => [key, words[key]!]))
