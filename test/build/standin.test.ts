import { describe, expect, it } from 'vitest'
import { parseHead } from '../../build/standin/cgi.ts'
import { contentSecurityPolicy, headerRules, headersFor, scriptHashes } from '../../build/standin/headers.ts'
import { lanAddresses } from '../../build/standin/lan.ts'
import { newName } from '../../build/standin/meeting.ts'
import { decodePath, normalise } from '../../build/standin/paths.ts'
import { confText } from '../../build/standin/root.ts'
import { Slots } from '../../build/standin/slots.ts'

describe('Slots', () => {
  it('runs so many at once, then those who wait, the last one first', () => {
    const slots = new Slots(2)
    const ran: string[] = []
    const leave = new Map(['a', 'b', 'c', 'd', 'e'].map(name => [name, slots.take(() => ran.push(name))]))
    expect(ran).toEqual(['a', 'b'])
    leave.get('d')!()
    leave.get('a')!()
    expect(ran).toEqual(['a', 'b', 'e'])
    // Giving back twice gives one slot.
    leave.get('a')!()
    leave.get('d')!()
    expect(ran).toEqual(['a', 'b', 'e'])
    leave.get('b')!()
    expect(ran).toEqual(['a', 'b', 'e', 'c'])
    leave.get('e')!()
    leave.get('c')!()
    slots.take(() => ran.push('f'))
    slots.take(() => ran.push('g'))
    slots.take(() => ran.push('h'))
    expect(ran.slice(4)).toEqual(['f', 'g'])
  })
})

describe('a script’s head', () => {
  const parse = (text: string) => parseHead(Buffer.from(text))
  it('waits for its empty line', () => {
    expect(parse('Status: 200 OK\r\n')).toBeUndefined()
    expect(parse('')).toBeUndefined()
  })
  it('has a status only in the one form that uhttpd takes', () => {
    expect(parse('Status: 404 Not Found\r\n\r\n')).toMatchObject({
      status: 404,
      message: 'Not Found',
      headers: [],
    })
    expect(parse('Status: 404\n\n')).toMatchObject({ status: 200 })
    expect(parse('status: 404 Not Found\n\n')).toMatchObject({
      status: 200,
      headers: [['status', '404 Not Found']],
    })
  })
  it('is broken by a line without a colon', () => {
    expect(parse('hello\n\n')).toBeNull()
  })
})

describe('paths', () => {
  it('are decoded once, and never lead above the root', () => {
    expect(decodePath('/a%2Fb%20c+d')).toBe('/a/b c+d')
    expect(decodePath('/%252e')).toBe('/%2e')
    expect(decodePath('/%C3%A4')).toBe('/ä')
    expect(decodePath('/a%00b')).toBe('/a')
    for (const broken of ['/%', '/%4', '/%zz', '/a%2']) expect(decodePath(broken)).toBeUndefined()
    for (const [path, plain] of [
      ['/', '/'],
      ['//a//b/', '/a/b'],
      ['/a/./b/.', '/a/b'],
      ['/a/../b', '/b'],
      ['/../../etc/passwd', '/etc/passwd'],
      ['/a/b/../../..', '/'],
      ['/...', '/...'],
      ['/.a/..b', '/.a/..b'],
    ] as const)
      expect(normalise(path)).toBe(plain)
  })
})

describe('the header list', () => {
  it('says one value a header for every path', () => {
    for (const path of [
      '/',
      '/index.html',
      '/?a',
      '/settings.json',
      '/pulse/a-1',
      '/cgi-bin/db/x',
      '/texts/de.json',
      '/handbook/de.html',
    ]) {
      const names = headersFor(headerRules(), path).map(([name]) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })
  it('caches the page for ten years and nothing that changes', () => {
    const cache = (path: string) => new Map(headersFor(headerRules(), path)).get('Cache-Control')
    for (const path of ['/', '/index.html', '/?x', '/index.html?x'])
      expect(cache(path)).toBe('max-age=315360000')
    for (const path of ['/settings.json', '/settings.json?x', '/pulse/a-1', '/cgi-bin/db/x', '/sw.js'])
      expect(cache(path)).toBe('no-store')
    for (const path of [
      '/texts/de.json',
      '/handbook/de.html',
      '/indexXhtml',
      '/index.html.bak',
      '/settings.jsonx',
      '/manifest.json',
    ])
      expect(cache(path)).toBeUndefined()
  })
  it('allows the page’s own scripts by their hash, and the databases of the settings', () => {
    const html = '<script>a()</script><p><script type="module">b()</script><script src="x.js"></script>'
    const scripts = scriptHashes(html)
    expect(scripts).toHaveLength(2)
    // printf 'a()' | openssl dgst -sha256 -binary | base64
    expect(scripts[0]).toBe("'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='")
    const policy = contentSecurityPolicy({ scripts, connect: ['https://couch.example'] })
    expect(policy).toContain(`script-src ${scripts.join(' ')};`)
    expect(policy).toContain("connect-src 'self' https://couch.example;")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe-eval')
  })
})

describe('shim.conf', () => {
  it('has a line for what is set', () => {
    const conf = confText({
      root: '/r',
      barKey: 'a b',
      organizerKey: 'c:d',
      board: true,
      limit: 5,
      origins: ['http://a', 'http://b'],
    })
    expect(conf).toBe('bar_key a b\norganizer_key c:d\nboard 1\nlimit 5\norigins http://a http://b\n')
    expect(confText({ root: '/r' })).toBe('')
  })
  // A key with a line feed would say more than one setting; an empty one would open the bar.
  it('refuses a value that would not stay on its line', () => {
    for (const barKey of ['a\nboard 1', 'a\r', '', ' a', 'a '])
      expect(() => confText({ root: '/r', barKey })).toThrow(/bar_key/)
  })
})

describe('the address for tablets', () => {
  it('is one of this network, not of a container or of nobody', () => {
    const one = (address: string, internal = false, family: 'IPv4' | 'IPv6' = 'IPv4') =>
      ({ address, internal, family, netmask: '', mac: '', cidr: null, scopeid: 0 }) as never
    expect(
      lanAddresses({
        lo: [one('127.0.0.1', true)],
        docker0: [one('172.17.0.1')],
        wlan0: [one('169.254.9.9'), one('192.168.1.7'), one('fe80::1', false, 'IPv6')],
      }),
    ).toEqual(['192.168.1.7', '172.17.0.1'])
  })
})

describe('a new meeting', () => {
  it('has a random name that is one for a database', () => {
    const names = Array.from({ length: 200 }, newName)
    // With a letter and a digit, so that a tablet knows it for a name that nobody chose.
    for (const name of names) expect(name).toMatch(/^bar-[a-hjkmnp-z][a-hjkmnp-z2-9]{4}[2-9]$/)
    expect(new Set(names).size).toBe(200)
  })
})
