import { describe, expect, it } from 'vitest'
import { parseEnvelope, parseEvent } from '../../src/domain/parse.ts'
import { bodyOf, bytes, corpus, type EventCase, readStrictly } from './corpus.ts'
import { goodLines, hosts, on, readLog } from './hosts.ts'

const statusOf = ({ level, status }: EventCase): number =>
  status ?? (level === 'valid' || level === 'kind' ? 201 : 400)

const storedOf = (one: EventCase): string => one.stored ?? bytes(one).toString()

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
  it('takes and keeps the good ones byte for byte, and refuses the others whole', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const wrong: string[] = []
      const kept: string[] = []
      for (const one of corpus.events) {
        const answer = await db.ask('POST', '/_bulk_docs', bodyOf(bytes(one)))
        if (answer.status !== statusOf(one)) wrong.push(`${one.name}: ${answer.status} ${answer.text}`)
        else if (answer.status === 201) kept.push(storedOf(one))
        else if (typeof answer.json.reason !== 'string' || answer.json.reason.length < 10)
          wrong.push(`${one.name}: no reason in ${answer.text}`)
      }
      expect(wrong).toEqual([])
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
