import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnvelope, parseEvent } from '../../src/domain/parse.ts'
import { bodyOf, bytes, corpus, type EventCase, readStrictly } from './corpus.ts'
import type { Db } from './db.ts'
import { goodLines, hosts, on, readLog, shims } from './hosts.ts'

/** What the router takes; the rest it refuses. */
const isGood = ({ level, status }: EventCase): boolean =>
  status === undefined && (level === 'valid' || level === 'kind')
const good = corpus.events.filter(isGood)
const bad = corpus.events.filter(one => !isGood(one))

const storedOf = (one: EventCase): string => one.stored ?? bytes(one).toString()

/** Sends refused cases one by one, for each makes a body bad by itself; says which were not refused as they must be. */
const notRefused = async (db: Db, cases: EventCase[]): Promise<string[]> => {
  const wrong: string[] = []
  for (const one of cases) {
    const answer = await db.ask('POST', '/_bulk_docs', bodyOf(bytes(one)))
    if (answer.status !== (one.status ?? 400)) wrong.push(`${one.name}: ${answer.status} ${answer.text}`)
    else if (typeof answer.json.reason !== 'string' || answer.json.reason.length < 10)
      wrong.push(`${one.name}: no reason in ${answer.text}`)
  }
  return wrong
}

describe('the corpus', () => {
  it('has at least a hundred cases, each with a name of its own, and each level many times', () => {
    const names = corpus.events.map(one => one.name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThanOrEqual(100)
    for (const level of ['valid', 'event', 'json'])
      expect(corpus.events.filter(one => one.level === level).length).toBeGreaterThan(50)
  })
})

// One file for the router and for the tablets: what one takes, the other must be able to read, or an event would stick
// on one side of the wire for ever.
describe('parseEvent and a strict reader', () => {
  it.each(corpus.events)('$level: $name', one => {
    const read = () => readStrictly(bytes(one))
    if (one.level === 'json') {
      expect(read).toThrow()
      return
    }
    const value = read()
    // A replicator's own field, which the router cuts out before a tablet sees the event.
    const given = one.stored === undefined ? value : JSON.parse(one.stored)
    expect(parseEvent(given).ok).toBe(one.level === 'valid')
    if (one.level === 'event') expect(parseEnvelope(given).ok).toBe(false)
  })
})

describe.each(hosts)('$name', host => {
  // All good ones in one body. Whatever is refused costs a process, so through a web server, which knows nothing of JSON,
  // only each tenth goes; the shims alone get all of them, below.
  it('takes and keeps the good ones byte for byte, and refuses the others whole', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const taken = await db.ask('POST', '/_bulk_docs', bodyOf(...good.map(bytes)))
      expect(taken.status, taken.text).toBe(201)
      const wrong = await notRefused(
        db,
        bad.filter((_, i) => i % 10 === 0),
      )
      expect(wrong).toEqual([])
      const kept = good.map(storedOf)
      expect(goodLines(await readLog(running, db.name))).toEqual(kept)
      const { rows } = await db.pull()
      expect(rows.map(row => row.doc)).toEqual(kept.map(line => JSON.parse(line)))
      expect(rows.map(row => row.id)).toEqual(kept.map(line => JSON.parse(line)._id))
    })
  })

  it('takes and refuses whole bodies', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const wrong: string[] = []
      for (const one of corpus.bodies) {
        const answer = await db.ask('POST', '/_bulk_docs', bytes(one))
        if (answer.status !== one.status) wrong.push(`${one.name}: ${answer.status} ${answer.text}`)
      }
      expect(wrong).toEqual([])
      // Nothing of a refused body was kept, not even the good documents before the bad one.
      expect(await db.ids()).toEqual(['body-1', 'body-2', 'body-3', 'body-4', 'body-5'])
    })
  })

  // Both would be a stack overflow in a checker that calls itself for each level.
  it('refuses a body that is all brackets, or all braces, without falling over', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const deep = ['['.repeat(250_000), '{"a":'.repeat(50_000)]
      for (const text of deep) {
        expect((await db.ask('POST', '/_bulk_docs', text)).status).toBe(400)
        expect(
          (await db.ask('POST', '/_bulk_docs', bodyOf(Buffer.from(text.slice(0, 200_000))))).status,
        ).toBe(400)
        const hidden = `{"_id":"x-1","_rev":"1-0","_revisions":${text.slice(0, 200_000)}`
        expect((await db.ask('POST', '/_bulk_docs', bodyOf(Buffer.from(hidden)))).status).toBe(400)
      }
      expect(await db.ids()).toEqual([])
    })
  })
})

/** Edits of an event's bytes, each at a place from 0 to 1, as slips of a pen or of a flash chip would make them. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.integer({ min: 0, max: 4 }),
  put: fc.oneof(
    fc.constantFrom(
      ...'{}[]:,"\\/0.-+eEu1 \t\n',
      'null',
      '""',
      '\\u',
      '\\ud83d',
      '\\u0000',
      '"a":1,',
      '[]',
      '[[',
      '}}',
      '\0',
    ),
    fc.constantFrom(
      '\xc3',
      '\xa9',
      '\xed\xa0\x80',
      '\xf0\x9f\x98\x80',
      '\xef\xbb\xbf',
      '\x7f',
      '\x1f',
      '\xff',
    ),
    fc.constant(''),
  ),
})
const bases = corpus.events
  .filter(one => one.level === 'valid' && one.text && one.text.length < 300)
  .map(one => bytes(one).toString('latin1'))

/** Whether the router must take an event of these bytes; undefined where the two differ by design. */
const acceptable = (event: Buffer): boolean | undefined => {
  // Numbers that JavaScript cannot hold are the router's to keep.
  if (/[eE]\+?[0-9]{3}/.test(event.toString('latin1'))) return undefined
  try {
    const value = readStrictly(event) as Record<string, unknown>
    const { _revisions, ...rest } = value
    return parseEnvelope(Array.isArray(value) ? value : rest).ok
  } catch {
    try {
      // No event by itself, but two of them, or none, between the brackets of a body.
      JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bodyOf(event)))
      return undefined
    } catch {
      return false
    }
  }
}

describe.each(shims)('$name', shim => {
  it('refuses every bad one whole, and says why', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      expect(await notRefused(db, bad)).toEqual([])
      expect(await db.ids()).toEqual([])
    })
  })
})

describe.each(shims)('$name and parseEvent', shim => {
  it('agree on damaged events', { timeout: 180_000 }, async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      const mutant = fc.tuple(fc.constantFrom(...bases), fc.array(edit, { minLength: 1, maxLength: 3 }))
      await fc.assert(
        fc.asyncProperty(mutant, async ([base, edits]) => {
          let text = base
          for (const { at, cut, put } of edits) {
            const place = Math.floor(at * text.length)
            text = text.slice(0, place) + put + text.slice(place + cut)
          }
          const event = Buffer.from(text, 'latin1')
          const expected = acceptable(event)
          fc.pre(expected !== undefined)
          const answer = await db.ask('POST', '/_bulk_docs', bodyOf(event))
          expect([answer.status, text]).toEqual([expected ? 201 : 400, text])
        }),
        { numRuns: 300, interruptAfterTimeLimit: 150_000, endOnFailure: true },
      )
      // Whatever was taken can be read.
      const { rows } = await db.pull()
      for (const row of rows) expect(parseEnvelope(row.doc).ok).toBe(true)
    })
  })
})
