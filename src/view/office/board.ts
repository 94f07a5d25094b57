import { Component, type VNode } from 'preact'
import type { Bar, Seen } from '../../domain/bar.ts'
import { type BoardDrink, boardOf } from '../../domain/board.ts'
import { closeOf, opened } from '../dialog.ts'
import { html } from '../html.ts'
import { isLocked, type Screen } from '../screen.ts'
import { isOffered, priceOf } from '../tiles.ts'
import { codes, language, money, nameOf, ownName, preferred, say, speak, stamp, t, zeroIn } from '../words.ts'

/** How long the board stays in a language, ms. */
const EACH = 12_000
/** What is older than this says when it was so, ms. */
const OLD = 60_000
/** A board with more lines than this takes three columns on a wide screen. */
const MANY = 22

interface State {
  /** Counts languages. */
  turn: number
  /** The language that somebody wants it to stay in. */
  held?: string | undefined
  /** The drink whose recipe is shown. */
  drink?: BoardDrink | undefined
}

/** What there is to show: of this tablet's own bar, or what the host says to those who have none. */
const seenBy = (bar: Bar): Seen => {
  if (!bar.station || isLocked(bar)) return bar.board ?? {}
  const unsure = bar.loading || bar.links.some(({ by, state }) => !by && state === 'starting')
  return unsure ? {} : { board: boardOf(bar.fold) }
}

/** The bar whose board is asked for, as in `#/board/tent`; else empty. Never throws, whatever somebody typed. */
const placeNow = (): string => new URLSearchParams(`at=${location.hash.split('/')[2] ?? ''}`).get('at')!

/** The drinks by their categories; where they have none, those with alcohol apart. */
const grouped = (drinks: BoardDrink[]): Map<string, BoardDrink[]> => {
  const groups = new Map<string, BoardDrink[]>()
  for (const drink of drinks) {
    const name = drink.category ?? (drink.labels?.includes('alcohol') ? t.labels.alcohol : t.drinks)
    groups.set(name, [...(groups.get(name) ?? []), drink])
  }
  return groups
}

/** What is in a drink that some avoid, in words. */
const labelsOf = ({ labels = [] }: BoardDrink): string[] => labels.map(label => t.labels[label] ?? label)

/** A drink: its name, what is suggested, what is in it, what is left of it. A tap opens its recipe. */
const Line = (drink: BoardDrink, place: string, open: () => void): VNode => {
  const { deposit, color, left, crate = 10, low, out } = drink
  const bars = out === true ? [] : (out ?? [])
  const gone = out === true || bars.includes(place)
  const name = nameOf(drink)
  const small = [
    ...labelsOf(drink),
    deposit && `+ ${t.deposit} ${money(deposit)}`,
    !place && bars.length && `${t.soldOut}: ${bars.join(', ')}`,
  ]
  return html`
    <li><button style=${{ '--edge': color ?? 'var(--line)' }} onClick=${open}>
      ${gone ? html`<s>${name}</s>` : html`<span>${name}</span>`}${' '}
      ${gone ? html`<b class="bad">${t.soldOut}</b>` : html`<b class=${drink.suggested === 0 && 'good'}>${priceOf(drink)}</b>`}${' '}
      <small>${small.filter(Boolean).join(' · ')}</small>
      ${
        left !== undefined &&
        html` <small class=${low ? 'warn' : 'good'}><i style=${{ '--crates': Math.min(10, left / crate) }} />${say(t.left, left)}</small>`
      }
    </button></li>`
}

/** What goes into a drink and how it is made, line by line, as a router greets its admin. */
const recipeOf = (drink: BoardDrink): VNode =>
  html`<b>${nameOf(drink).toUpperCase()}</b>${drink.mix?.map(
    part => `\n * ${part.n} ${part.unit ?? 'ml'} ${nameOf(part)}`,
  )}${'\n\n'}${drink.how}${'\n'}${labelsOf(drink).join(', ')}`

/** The guests' board, for a screen at the bar or a guest's phone: read only, full screen, one language after the other. */
export class BoardScreen extends Component<Screen, State> {
  override state: State = { turn: 0 }
  private readonly timer = setInterval(() => {
    const { drink, held, turn } = this.state
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (!drink && !held && !still) this.setState({ turn: turn + 1 })
  }, EACH)

  override componentWillUnmount(): void {
    clearInterval(this.timer)
  }

  render({ bar, actions, now }: Screen, { turn, held, drink }: State): VNode {
    const { board, at, shut } = seenBy(bar)
    const named = (board?.languages ?? []).filter(code => codes.includes(code))
    const spoken = named.length ? named : preferred()
    const turns = spoken.includes(held!) ? held! : spoken[turn % spoken.length]!
    speak(turns, board?.currency)
    const { theme } = bar.choices
    const place = placeNow()
    const hour = new Date(now).getHours()
    const groups = [...grouped((board?.drinks ?? []).filter(each => isOffered(each, place, hour)))]
    const all = groups.flatMap(([, drinks]) => drinks)
    const lines = all.length + groups.length / 2 + all.filter(({ left }) => left).length / 3
    const title = board?.name || 'BarWRT'
    return html`
      <main class="board" style=${{ '--lines': lines, '--columns': lines > MANY ? 3 : 2 }}>
        <header>
          <h1>${bar.station ? html`<a href="#/bar">${title}</a>` : title}</h1>
          ${board?.practice && html`<p class="warn"><b>${t.notYet}</b></p>`}
          ${at && now - at > OLD && html`<p class="warn"><b>${say(t.asOf, stamp(at))}</b></p>`}
          ${
            spoken.length > 1 &&
            spoken.map(
              code => html`
            <button lang=${code} class=${code === language ? 'now' : ''} aria-pressed=${code === held}
              onClick=${() => this.setState({ held: code === held ? undefined : code, turn: spoken.indexOf(code) })}>${ownName(code)}</button>`,
            )
          }
          <button class="icon" aria-pressed=${theme === 'day'} aria-label=${t.daylight}
            onClick=${() => actions.choose({ theme: theme === 'day' ? 'dark' : 'day' })}>◐</button>
        </header>
        <div class="menu">
          ${!board && html`<p>${shut ? t.boardShut : t.link.starting}</p>`}
          <div>${groups.map(
            ([name, drinks]) => html`
            <h2><span>${name}</span><small>${drinks.some(each => each.suggested) && t.suggested}</small></h2>
            <ul>${drinks.map(each => Line(each, place, () => this.setState({ drink: each })))}</ul>`,
          )}</div>
        </div>
        <footer>${spoken.map(code => html`<span lang=${code} class=${code === language ? 'now' : ''}>${zeroIn(code)}</span>`)}</footer>
        ${
          drink &&
          html`
          <dialog ref=${opened} aria-label=${nameOf(drink)} onClick=${closeOf}
            onClose=${() => this.setState({ drink: undefined })}>
            <div class="body"><pre>${recipeOf(drink)}</pre><button class="done">${t.ok}</button></div>
          </dialog>`
        }
      </main>`
  }
}
