import type { Bar } from '../domain/bar.ts'
import type { Menu, Millis, Money } from '../domain/event.ts'
import { digitsOf, moneyFormat } from '../domain/money.ts'
import type { StripLine } from '../domain/strip.ts'
import { en, type Texts } from '../texts/en.ts'
import { others } from '../texts/languages.ts'
import type { Office } from '../texts/office/en.ts'
import { over } from '../texts/shape.ts'

// The language of this paint. One page speaks one language at a time, so every screen reads it here.

/** The texts that everybody reads. */
export let t: Texts = en
/** The texts that organizers read; none before their screens are here. */
export let o = {} as Office
/** Writes a sum of money. */
export let money: (sum: Money) => string
/** Digits after the point of the meeting's currency. */
export let digits = 2
/** The code of the language. */
export let language = ''
let currency = ''
let office = o
let fetched: Bar['texts']
let time: Intl.DateTimeFormat
let dayTime: Intl.DateTimeFormat
let number: Intl.NumberFormat
let plural: Intl.PluralRules

const languages: Record<string, Texts> = { en, ...others }

/** What "0 is fine" is in a language. */
export const zeroIn = (code: string): string => languages[code]!.zero

/** The codes of all languages. */
export const codes = Object.keys(languages)

/** Those of our languages that the browser prefers, the best first; the last resort is English. */
export const preferred = (): string[] =>
  (wanted ??= [
    ...new Set([...navigator.languages.map(tag => tag.slice(0, 2)), 'en'].filter(code => languages[code])),
  ])
let wanted: string[] | undefined

const ownNames: Record<string, string> = {}

/** A language's name in itself. */
export const ownName = (code: string): string =>
  (ownNames[code] ??= new Intl.DisplayNames(code, { type: 'language' })
    .of(code)!
    .replace(/^./, first => first.toLocaleUpperCase(code)))

/** The language that is spoken here. */
export const languageOf = ({ language = '' }: Bar['choices']): string =>
  languages[language] ? language : preferred()[0]!

/**
 * Takes up organizers' texts, in English, and what of the others the page lacks; the next `speak` says them in the
 * language of the page.
 */
export const furnish = (texts: Office, rest: Record<string, object>): void => {
  office = texts
  for (const code in rest) languages[code] = { ...languages[code]!, ...rest[code] }
  language = ''
}

/**
 * Makes a language and a currency the ones that screens are written in. Numbers, sums and times are those
 * of the chosen language as it is written where this tablet comes from: English on a tablet from Germany has a day of 24
 * hours.
 */
export const speak = (asked: string, coin = 'EUR', texts?: Bar['texts']): void => {
  if (asked === language && coin === currency && texts === fetched) return
  language = asked
  currency = coin
  fetched = texts
  const own = texts?.code === language ? texts : undefined
  t = over(languages[language]!, own?.t)
  o = over(office, own?.o)
  document.documentElement.lang = language
  const region = /-[A-Z]{2}\b/.exec(navigator.language) ?? ''
  const local = language + region
  money = moneyFormat(currency, local)
  digits = digitsOf(currency)
  time = new Intl.DateTimeFormat(local, { hour: '2-digit', minute: '2-digit' })
  dayTime = new Intl.DateTimeFormat(local, { weekday: 'short', hour: '2-digit', minute: '2-digit' })
  number = new Intl.NumberFormat(local)
  plural = new Intl.PluralRules(local)
}

/**
 * A text with what stands for `{0}`, `{1}`… filled in. Of two forms, `one|other`, the first number chooses: of whole
 * numbers below a million no language of ours has more.
 */
export const say = (text: string, ...args: (string | number)[]): string => {
  const [one, other = one] = text.split('|') as [string, string?]
  const n = args.find((arg): arg is number => typeof arg === 'number')
  const form = n !== undefined && plural.select(n) !== 'one' ? other : one
  return form.replace(/{(\d)}/g, (_, i) => {
    const arg = args[i]!
    return typeof arg === 'number' ? number.format(arg) : arg
  })
}

/** The time of day. */
export const clock = (at: Millis): string => time.format(at)

/** The day and the time of day. */
export const stamp = (at: Millis): string => dayTime.format(at)

/** A day of the week, 0 for Sunday. */
export const weekday = (day: number): string => stamp(new Date(2023, 0, 1 + day).getTime()).split(/[ ,]/)[0]!

/** A sum as a field for it has it, without a currency. */
export const moneyIn = (sum: Money): string => (sum / 10 ** digits).toFixed(digits)

/** A drink's name in the language of the page. */
export const nameOf = (menu: (Pick<Menu, 'name' | 'names'> & Partial<Menu>) | undefined): string =>
  menu ? (menu.names?.[language] ?? menu.name) : t.unknownDrink

const PORTIONS: Record<number, string> = { 25: '¼', 50: '½', 75: '¾', 150: '1½', 200: '2×' }

/** A portion, percent of a whole one, as it is written: ½, 2×, 33 %. */
export const portionOf = (percent: number): string => PORTIONS[percent] ?? `${percent} %`

/** What a line is of: the drink's name, and the portion where it is not a whole one; or a deposit, and which way it goes. */
export const drinkOf = ({ fold }: Bar, { menu, portion, deposit }: Omit<StripLine, 'n'>): string => {
  const entry = fold.events.get(menu) as Menu | undefined
  if (deposit) return `${deposit === 'back' ? t.giveBack : t.deposit} ${money(entry?.deposit ?? 0)}`
  return nameOf(entry) + (portion ? ` ${portionOf(portion)}` : '')
}

/** Lines in words: "2 Club Mate, 1 Tschunk". Deposits that were taken go without saying. */
export const inWords = (bar: Bar, lines: readonly StripLine[]): string =>
  lines
    .filter(line => line.deposit !== 'taken')
    .map(line => `${line.n} ${drinkOf(bar, line)}`)
    .join(', ')

/** A station's name, or else its id. */
export const stationOf = ({ fold, station }: Bar, id: string): string =>
  fold.station(id)?.name || (id === station ? t.tablet : id)
