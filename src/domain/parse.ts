import { type BarEvent, CASH_WAYS, type Id, is, type Known, type Order, splitId } from './event.ts'
import type { Json } from './json.ts'

/** The most bytes an event has as the router stores it: compact UTF-8 JSON. */
export const MAX_EVENT_BYTES = 4096
const MAX_DEPTH = 16

export type Parsed<T> = { ok: true; event: T } | { ok: false; reason: string }
const refuse = (reason: string) => ({ ok: false, reason }) as const

/** A value that JSON and the router can carry: no lone surrogate, no infinity, at most 16 levels deep. */
const wireable = (value: unknown, depth = 1): string | undefined => {
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'string')
    return /\p{Surrogate}/u.test(value) ? 'half a surrogate pair in a text' : undefined
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'a number that JSON cannot carry'
  if (typeof value !== 'object') return `a ${typeof value} is no JSON`
  if (depth > MAX_DEPTH) return `deeper than ${MAX_DEPTH} levels`
  for (const [key, inner] of Object.entries(value)) {
    const why = wireable(key, depth) ?? (inner === undefined ? undefined : wireable(inner, depth + 1))
    if (why) return why
  }
  return undefined
}

/**
 * Whether a value may be kept and forwarded: an object with an event's id, `_rev` 1-0 and nothing else that CouchDB
 * reserves, small enough for the router. What its kind says is not looked at; see `parseEvent`.
 */
export const parseEnvelope = (value: unknown): Parsed<{ _id: Id; _rev: '1-0' } & Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('an event is a JSON object')
  const raw = value as Record<string, unknown>
  if (!splitId(raw['_id'])) return refuse('_id must be STATION-NUMBER')
  if (raw['_rev'] !== '1-0') return refuse('_rev must be 1-0')
  for (const key of Object.keys(raw))
    if (key[0] === '_' && key !== '_id' && key !== '_rev')
      return refuse(`${key}: names with _ belong to CouchDB`)
  const why = wireable(raw)
  if (why) return refuse(why)
  if (new TextEncoder().encode(JSON.stringify(raw)).length > MAX_EVENT_BYTES)
    return refuse(`larger than ${MAX_EVENT_BYTES} bytes`)
  return { ok: true, event: raw as { _id: Id; _rev: '1-0' } }
}

// Shapes, as small predicates put together: each field of a known kind has one.
type Check = (value: unknown) => boolean
const int: Check = value => Number.isSafeInteger(value)
const natural: Check = value => int(value) && (value as number) >= 0
const positive: Check = value => int(value) && (value as number) > 0
const text: Check = value => typeof value === 'string'
const word: Check = value => typeof value === 'string' && value !== ''
const flag: Check = value => typeof value === 'boolean'
const id: Check = value => !!splitId(value)
const version: Check = value => natural(value) && (value as number) <= 1e6
const oneOf =
  (...words: readonly string[]): Check =>
  value =>
    words.includes(value as string)
const listOf =
  (check: Check, least = 0): Check =>
  value =>
    Array.isArray(value) && value.length >= least && value.every(check)
const mapOf =
  (check: Check): Check =>
  value =>
    isObject(value) && Object.values(value).every(check)
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field's name, its check, whether it may be absent. Read apart once, not at each of ten thousand events. */
type Shape = { key: string; check: Check; optional: boolean }[]

/** Field name → check; a name that ends in `?` may be absent. */
const shape = (fields: Record<string, Check>): Shape =>
  Object.entries(fields).map(([name, check]) => ({
    key: name.replace('?', ''),
    check,
    optional: name.endsWith('?'),
  }))

/** The first field that is missing or not of its shape, or undefined. No field is called as anything every object has. */
const flaw = (value: Record<string, unknown>, shape: Shape): string | undefined => {
  for (const { key, check, optional } of shape) {
    const field = value[key]
    if (field === undefined ? !optional : !check(field)) return key
  }
  return undefined
}
const objectOf = (fields: Record<string, Check>): Check => {
  const known = shape(fields)
  return value => isObject(value) && !flaw(value, known)
}

const line = objectOf({
  menu: id,
  n: positive,
  'portion?': positive,
  sum: int,
  'deposit?': oneOf('taken', 'back'),
})
const good = objectOf({ item: word, n: int, 'cost?': int, 'deposit?': int })
const goods = listOf(good, 1)
const recipe = listOf(objectOf({ item: word, n: positive }))
const base = shape({
  kind: word,
  at: int,
  'ref?': objectOf({ boot: word, off: int, err: natural }),
  'saw?': listOf(id),
  'place?': word,
})
const hour: Check = value => natural(value) && (value as number) < 24
const hoursOfWeek = listOf(objectOf({ 'day?': natural, from: natural, to: natural }))
const suggested: Check = value =>
  natural(value) ||
  (listOf(natural)(value) &&
    (value as Json[]).length === 2 &&
    (value as number[])[0]! <= (value as number[])[1]!)

const fields: { [kind in Known['kind']]: Record<string, Check> } = {
  order: {
    lines: listOf(line, 1),
    sum: int,
    'given?': natural,
    'house?': word,
    'again?': id,
    'stock?': word,
  },
  void: { of: id, 'lines?': listOf(natural, 1), why: text },
  tally: { place: word, from: int, to: int, lines: listOf(line, 1), sum: int, 'stock?': word },
  delivery: { place: word, goods, 'from?': text, 'of?': id },
  expected: { place: word, goods, 'from?': text, due: int },
  loss: { place: word, goods, why: text },
  transfer: { place: word, to: word, goods },
  cash: {
    way: oneOf(...CASH_WAYS),
    account: word,
    sum: natural,
    'why?': text,
    'to?': word,
    'coins?': mapOf(natural),
    'other?': natural,
    'seen?': mapOf(natural),
  },
  opened: { place: word, goods, 'empty?': flag },
  batch: { place: word, goods, makes: good },
  empties: { place: word, goods, 'to?': text },
  mark: { drink: word, v: version, out: flag },
  told: { place: word, item: word, warning: oneOf('low', 'out'), upTo: natural },
  count: { place: word, items: mapOf(natural), seen: mapOf(natural) },
  menu: {
    slug: value => typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/.test(value),
    v: version,
    type: oneOf('drink', 'item'),
    name: word,
    'names?': mapOf(word),
    'retired?': flag,
    'order?': int,
    'color?': value => typeof value === 'string' && /^#[0-9a-f]{6}$/.test(value),
    'category?': text,
    'recipe?': recipe,
    'instead?': recipe,
    'how?': text,
    'portions?': listOf(positive),
    'suggested?': suggested,
    'deposit?': natural,
    'labels?': listOf(text),
    'unit?': oneOf('ml', 'g', 'piece'),
    'bottle?': positive,
    'pack?': positive,
    'warn?': natural,
    'substitutes?': listOf(word),
    'hours?': value => listOf(hour, 2)(value) && (value as Json[]).length === 2,
    'places?': listOf(word),
    'profile?': listOf(natural, 24),
    'counted?': flag,
    'source?': word,
    'cost?': natural,
  },
  handover: { text: word },
  lesson: { text: word, 'from?': text },
  meeting: {
    v: version,
    name: text,
    'currency?': value => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
    'seed?': value => typeof value === 'string' && /^seed[0-9a-f]{8}$/.test(value),
    'from?': value => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
    'heads?': listOf(natural),
    'places?': listOf(word),
    'languages?': listOf(word),
    'settings?': isObject,
    'opened?': objectOf({ seen: mapOf(natural), 'keep?': flag }),
    'next?': value => typeof value === 'string' && /^[a-z][a-z0-9_-]{0,62}$/.test(value),
    'plan?': objectOf({
      'profile?': oneOf('camp', 'congress', 'small', 'last'),
      'moods?': listOf(text),
      'rates?': mapOf(value => typeof value === 'number' && value >= 0),
      'bought?': listOf(word),
    }),
    'hours?': objectOf({ 'open?': hoursOfWeek, 'breaks?': hoursOfWeek }),
    'stocks?': mapOf(objectOf({ 'draws?': word, 'fits?': positive, 'cools?': natural })),
    'sources?': mapOf(
      objectOf({
        'lead?': natural,
        'opens?': natural,
        'closes?': natural,
        'closed?': listOf(natural),
        'least?': natural,
        'brings?': flag,
        'back?': flag,
      }),
    ),
  },
  station: {
    station: value => typeof value === 'string' && /^[a-z0-9]{1,16}$/.test(value),
    v: version,
    'name?': text,
    'role?': text,
    'ignore?': positive,
  },
}
const shapes = new Map(Object.entries(fields).map(([kind, known]) => [kind, shape(known)]))

/** What no single field's shape can say. */
const contradiction = (event: BarEvent): string | undefined => {
  if (is(event, 'order') || is(event, 'tally')) {
    let { sum } = event
    for (const each of event.lines) {
      if (each.deposit === 'back' ? each.sum > 0 : each.sum < 0) return 'a line’s sum has the wrong sign'
      sum -= each.sum
    }
    if (sum) return 'sum must be the total of its lines'
  }
  if (is(event, 'tally') && event.to < event.from) return 'a tally ends before it begins'
  return undefined
}

/**
 * Whether an event is an order that nothing is special about. Most are, and a start looks at all there ever were: this
 * takes a tenth of the time that reading shapes does, and passes nothing that they would not.
 */
const isPlainOrder = (event: Record<string, unknown>): boolean => {
  const { kind, at, ref, place, stock, lines, sum, saw, given, house, again } = event as unknown as Order
  if (kind !== 'order' || !int(at) || !int(sum) || !Array.isArray(lines) || !lines.length) return false
  if (saw !== undefined || given !== undefined || house !== undefined || again !== undefined) return false
  if ((place !== undefined && !word(place)) || (stock !== undefined && !word(stock))) return false
  if (ref !== undefined && !(isObject(ref) && word(ref.boot) && int(ref.off) && natural(ref.err)))
    return false
  let rest = sum
  for (const line of lines) {
    if (!isObject(line)) return false
    const { menu, n, sum, portion, deposit } = line
    if (!word(menu) || menu.length > 16 || !/^[a-z0-9]+-[1-9][0-9]*$/.test(menu)) return false
    if (!positive(n) || !natural(sum) || deposit !== undefined) return false
    if (portion !== undefined && !positive(portion)) return false
    rest -= sum
  }
  return !rest
}

/**
 * What an event that has a good envelope lacks of what its kind asks for, in words; undefined where it has all. Kinds and
 * fields that this version does not know pass. Never throws.
 */
export const lacks = (raw: Record<string, unknown>): string | undefined => {
  if (isPlainOrder(raw)) return undefined
  const bad = flaw(raw, base)
  if (bad) return `${bad} is missing or malformed`
  const kind = raw['kind'] as string
  const known = shapes.get(kind)
  if (!known) return undefined
  const wrong = flaw(raw, known)
  if (wrong) return `${kind}: ${wrong} is missing or malformed`
  const why = contradiction(raw as unknown as BarEvent)
  return why && `${kind}: ${why}`
}

/** Reads an event that has a good envelope; see `lacks`. */
export const parseKind = (raw: Record<string, unknown>): Parsed<BarEvent> => {
  const why = lacks(raw)
  return why ? refuse(why) : { ok: true, event: raw as unknown as BarEvent }
}

/**
 * Reads an event that came from outside: envelope and kind. Refuses what is malformed, with a reason that names the
 * field; keeps kinds and fields that this version does not know. Never throws.
 */
export const parseEvent = (value: unknown): Parsed<BarEvent> => {
  const envelope = parseEnvelope(value)
  return envelope.ok ? parseKind(envelope.event) : envelope
}
