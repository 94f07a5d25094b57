import { Component, type VNode } from 'preact'
import type { MenuEdit } from '../../domain/bar.ts'
import { recipeCost } from '../../domain/cash.ts'
import { LABELS, type Menu, type Money, type Part } from '../../domain/event.ts'
import { parseMoney } from '../../domain/money.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { codes, digits, money, moneyIn, nameOf, o, ownName, say, t } from '../words.ts'
import { choice, type Fields, field, form, list } from './form.ts'
import { unitOf } from './measure.ts'

/** Empty rows for what a recipe may get besides. */
const MORE = 3

/** How a value stands in its field, and what a field that is not empty says. */
interface Kind {
  shown(value: never): string | number
  read(text: string): unknown
  props?: object
}
const numbers = (text: string) => list(text, /\D+/).map(Number)
const kinds = {
  text: { shown: (text: string) => text, read: text => text },
  // A recipe's box has lines of its own.
  long: { shown: (text: string) => text, read: text => text.replace(/\s+/g, ' ') },
  // Such a field always says some colour: black, which no tile wants, is none.
  color: {
    shown: (text: string) => text,
    read: text => (text === '#000000' ? undefined : text),
    props: { type: 'color' },
  },
  number: { shown: (n: number) => n, read: Number, props: { type: 'number', step: 1 } },
  amount: { shown: (n: number) => n, read: Number, props: { type: 'number', step: 1, min: 1 } },
  numbers: { shown: (all: number[]) => all.join(' '), read: numbers, props: { pattern: '[1-9][0-9 ]*' } },
  hours: {
    shown: (all: number[]) => all.join('–'),
    read: numbers,
    props: { pattern: '(1?\\d|2[0-3])\\D+(1?\\d|2[0-3])', placeholder: '22–4' },
  },
  sum: {
    shown: (sum: Money) => moneyIn(sum),
    read: text => parseMoney(text, digits),
    props: { inputmode: 'decimal', pattern: '\\d+([.,]\\d*)?' },
  },
  sums: {
    shown: (sums: Money | Money[]) => [sums].flat().map(moneyIn).join(' – '),
    read: text => {
      const [low, high] = list(text, /[^\d.,]+/).map(sum => parseMoney(sum, digits))
      return high === undefined || low === undefined ? low : [low, high].sort((a, b) => a - b)
    },
    props: { pattern: '[\\d.,]+([^\\d.,]+[\\d.,]+)?', placeholder: '2.50' },
  },
} satisfies Record<string, Kind>

/** The fields of an entry of each type, in the order in which they stand. */
type Row = [name: keyof Menu & keyof typeof o.entry, kind: keyof typeof kinds]
const COMMON: Row[] = [
  ['category', 'text'],
  ['order', 'number'],
]
const ROWS: Record<Menu['type'], Row[]> = {
  drink: [
    ...COMMON,
    ['color', 'color'],
    ['suggested', 'sums'],
    ['deposit', 'sum'],
    ['portions', 'numbers'],
    ['hours', 'hours'],
    ['how', 'long'],
  ],
  item: [...COMMON, ['bottle', 'amount'], ['pack', 'amount'], ['warn', 'amount']],
}

/** A name for programs that no other entry has. */
const slugFor = (name: string, taken: (slug: string) => unknown): string => {
  const plain = name.normalize('NFD').toLowerCase()
  const base =
    list(plain, /[^a-z0-9]+/)
      .join('-')
      .slice(0, 36) || 'x'
  let slug = base
  for (let i = 2; taken(slug); i++) slug = `${base}-${i}`
  return slug
}

/** The recipe that the fields say. */
const recipeIn = (fields: Fields, { recipe = [] }: Partial<Menu>): Part[] =>
  [...Array(recipe.length + MORE).keys()].flatMap((i): Part[] => {
    const [item, n] = [fields(`item${i}`), Math.round(Number(fields(`n${i}`)))]
    return item && n > 0 ? [{ item, n }] : []
  })

/** What the fields say of an entry; what they leave empty goes. */
const read = (fields: Fields, { bar: { fold } }: Screen, known: Partial<Menu>): MenuEdit => {
  const name = fields('name')
  const type = known.type!
  const recipe = recipeIn(fields, known)
  const places = fold.places().filter((_, i) => fields(`at${i}`))
  const edit: Record<string, unknown> = {
    slug: known.slug ?? slugFor(name, slug => fold.entry(slug)),
    type,
    name,
    unit: fields('unit') || undefined,
    recipe: recipe.length ? recipe : undefined,
    places: places.length && places.length < fold.places().length ? places : undefined,
    labels: LABELS.filter(label => fields(`is${label}`)),
    names: Object.fromEntries(codes.map(code => [code, fields(code)]).filter(([, each]) => each)),
    retired: !!fields('retired'),
  }
  for (const [key, kind] of ROWS[type]) edit[key] = fields(key) ? kinds[kind].read(fields(key)) : undefined
  const add = parseMoney(fields('add'), digits)
  if (add !== undefined) edit['suggested'] = (recipeCost(fold, recipe) ?? 0) + add
  return edit as unknown as MenuEdit
}

interface State {
  /** What is being edited; a new entry has no slug yet. */
  edit?: Partial<Menu> | undefined
  /** The recipe as its fields say it at the moment. */
  typed?: Part[] | undefined
}

/** Drinks and stock items, one of them open. An edit reaches all tablets; what was sold before keeps its words. */
export class MenuEditor extends Component<Screen, State> {
  override state: State = {}

  private recipe({ bar: { fold } }: Screen, recipe: Part[]): VNode {
    const stock = fold
      .items()
      .map((each): [string, string] => [each.slug, `${nameOf(each)}, ${unitOf(each)}`])
    const cost = recipeCost(fold, this.state.typed ?? recipe)
    const typed = ({ target }: Event) => {
      const data = new FormData((target as HTMLInputElement).form!)
      this.setState({ typed: recipeIn(name => String(data.get(name) ?? ''), { recipe }) })
    }
    return html`
      <fieldset onInput=${typed}><legend>${o.recipe}</legend><div class="fields parts">
        ${[...recipe, ...Array<undefined>(MORE)].map((part, i) => [
          choice(o.ingredient, `item${i}`, [['', '–'], ...stock], part?.item ?? ''),
          field(o.amount, `n${i}`, part?.n ?? '', { type: 'number', min: 0 }),
        ])}
      </div></fieldset>
      ${cost !== undefined && field(say(o.addToCost, money(cost)), 'add', '', { inputmode: 'decimal' })}`
  }

  private fields(screen: Screen, edit: Partial<Menu>): VNode {
    const { type, labels = [], names = {}, unit } = edit
    const places = screen.bar.fold.places()
    return html`
      <div class="fields">
        ${field(o.name, 'name', edit.name ?? '', { required: true })}
        ${ROWS[type!].map(([key, kind]) => {
          const { shown, props = {} }: Kind = kinds[kind]
          const value = edit[key]
          const label = kind === 'amount' && unit ? `${o.entry[key]} (${unitOf(edit)})` : o.entry[key]
          const text = value === undefined ? '' : shown(value as never)
          return kind === 'long'
            ? html`<label>${label}<textarea name=${key} rows="3" defaultValue=${text}></textarea></label>`
            : field(label, key, text, props)
        })}
        ${
          type === 'item' &&
          choice(
            o.unit,
            'unit',
            (['ml', 'g', 'piece'] as const).map(unit => [unit, unitOf({ unit })] as const),
            edit.unit,
          )
        }
      </div>
      ${type === 'drink' && this.recipe(screen, edit.recipe ?? [])}
      ${type === 'drink' && places.length > 1 && html`<fieldset><legend>${o.entry.places}</legend><div class="fields">${places.map((place, i) => field(place, `at${i}`, !edit.places || edit.places.includes(place)))}</div></fieldset>`}
      <div class="fields">${LABELS.map(label => field(t.labels[label], `is${label}`, labels.includes(label)))}</div>
      <details><summary>${o.otherNames}</summary><div class="fields">
        ${codes.map(code => field(ownName(code), code, names[code] ?? '', { lang: code }))}</div></details>
      ${field(o.retired, 'retired', !!edit.retired)}`
  }

  render(screen: Screen, { edit }: State): VNode {
    const open = (edit: Partial<Menu> | undefined) => this.setState({ edit, typed: undefined })
    const title = edit?.name ?? o.add
    // What is new stands behind the others.
    const after = (type: Menu['type']) => (screen.bar.fold.entries(type).at(-1)?.order ?? 0) + 1
    const group = (type: Menu['type'], title: string) => html`
      <h3>${title}</h3>
      <p class="tools">
        ${screen.bar.fold
          .entries(type)
          .map(
            entry =>
              html`<button class=${entry.retired ? 'gone' : ''} onClick=${() => open(entry)}><span>${nameOf(entry)}</span></button>`,
          )}
        <button onClick=${() => open({ type, order: after(type) })}>+ ${o.add}</button>
      </p>`
    return html`
      <main class="page" tabindex="0">
        ${
          edit
            ? html`<h2>${title}</h2>
                ${form(title, this.fields(screen, edit), o.save, fields => {
                  screen.actions.setMenu(read(fields, screen, edit))
                  open(undefined)
                })}
                <button onClick=${() => open(undefined)}>${t.close}</button>`
            : html`<h2>${o.menu}</h2>${group('drink', t.drinks)}${group('item', o.items)}`
        }
      </main>`
  }
}
