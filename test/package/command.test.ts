import { encode } from 'uqr'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { codes } from './code.ts'
import { unpack } from './managers.ts'
import { first } from './packages.ts'
import { Router, real } from './router.ts'

let router: Router
beforeEach(() => {
  router = new Router({ uhttpd: '/bin/true', lua: '/bin/true' })
  unpack(router, first.entries)
})
afterEach(() => router.remove())

const start = () => router.sh('/etc/init.d/barwrt start')

/** What an encoder that nobody here wrote makes of a text; then the same inside a rim of four. */
const expectCode = (modules: boolean[][], text: string): void => {
  const { size, data } = encode(text, { ecc: 'L', maskPattern: 0, border: 0, boostEcc: false })
  for (let y = -4; y < size + 4; y++)
    for (let x = -4; x < size + 4; x++)
      expect(modules[y + 4]![x + 4], `${x}, ${y} of ${text}`).toBe(data[y]?.[x] ?? false)
}

describe('the QR code', () => {
  const draw = (text: string) =>
    router.run(['sh', '-c', '. /usr/share/barwrt/barwrt.sh; awk "$(unpack qr.awk)"'], { input: `${text}\n` })
      .stdout

  // The longest text of each version, and one more.
  test.each([1, 17, 18, 32, 33, 53, 54, 78, 79, 106])(
    'of %i characters is as another encoder draws it',
    length => {
      const text = 'http://bar.lan:8409/#k=7f3k-2qmn-x4wp-d8ht-~%_!'.repeat(3).slice(0, length)
      expectCode(codes(`\n${draw(text)}`)[0]!, text)
    },
  )

  test('of more than it can hold says so', () => {
    expect(draw('x'.repeat(107))).toBe('(too long for a QR code here)\n')
  })

  test('of several lines is several codes', () => {
    const drawn = draw('one\ntwo')
    expect(drawn.split('\n').filter(line => line.startsWith('\x1b')).length).toBe(30)
  })
})

describe('barwrt key', () => {
  const keys = () =>
    router.sh('uci get barwrt.main.bar_key; uci get barwrt.main.organizer_key').trim().split('\n')

  test('shows the address and the bar key as text, and as a code that opens the app with it', () => {
    start()
    const shown = router.sh('barwrt key')
    const [bar, organizer] = keys()
    expect(shown).toMatch(/, or open http:\/\/bar\.lan:8409\/ or http:\/\/192\.168\.1\.1:8409\/\n/)
    expect(shown).toContain(`Bar key, for the tablets at the bar: ${bar}\n`)
    // Who scans it at the bar sees nothing of the other.
    expect(shown).not.toContain(organizer)
    const drawn = codes(shown)
    expect(drawn.length).toBe(1)
    expectCode(drawn[0]!, `http://bar.lan:8409/#k=${bar}`)
  })

  test('shows the organizers’ key so when it is asked for that', () => {
    start()
    const shown = router.sh('barwrt key organizer')
    const [bar, organizer] = keys()
    expect(shown).toContain(`Organizer key, for those who plan, and may wipe a meeting: ${organizer}\n`)
    const drawn = codes(shown)
    expect(drawn.length).toBe(1)
    // An organizer's tablet makes codes for the bar's, and so is told their key, too.
    expectCode(drawn[0]!, `http://bar.lan:8409/#k=${organizer}&b=${bar}`)
  })

  // Both codes in one went off the top of a terminal: all that was left on it was the organizers', without its name.
  test.each(['barwrt key', 'barwrt key organizer'])('%s leaves the prompt its line of 24', line => {
    start()
    const lines = router.sh(line).trimEnd().split('\n')
    expect(lines.length).toBeLessThan(24)
    for (const one of lines) expect([...one.replace(/\x1b\[[0-9;]*m/g, '')].length).toBeLessThanOrEqual(80)
  })

  test('takes the address of the settings', () => {
    start()
    router.sh(
      'uci set barwrt.main.address=https://bar.lan:8443; uci set barwrt.main.bar_key=one; uci commit barwrt',
    )
    const shown = router.sh('barwrt key')
    expect(shown).toContain(' open https://bar.lan:8443/\n')
    expectCode(codes(shown)[0]!, 'https://bar.lan:8443/#k=one')
  })

  // A key of the host's own may have any characters; in an address some mean something else.
  test('writes a key of one’s own so that an address can carry it', () => {
    start()
    router.sh(`uci set 'barwrt.main.bar_key=vier Wörter & #1+50%'; uci commit barwrt`)
    expectCode(
      codes(router.sh('barwrt key'))[0]!,
      `http://bar.lan:8409/#k=${encodeURIComponent('vier Wörter & #1+50%')}`,
    )
  })

  test('takes the number where there is no name', () => {
    start()
    router.sh('uci set barwrt.main.name=none; uci commit barwrt')
    expect(router.sh('barwrt key')).toContain(' open http://192.168.1.1:8409/\n')
  })
})

describe('barwrt status', () => {
  test('says that the service does not answer, and what to do', () => {
    start()
    const { stdout, status } = router.run(['barwrt', 'status'])
    expect(stdout).toContain(
      'service    DOES NOT ANSWER: service barwrt restart; logread -e barwrt; logread -e uhttpd',
    )
    expect(status).toBe(1)
  })

  if (real.uhttpd)
    test('says what is there when it answers', async () => {
      router.add(real.uhttpd!, '/usr/sbin/uhttpd')
      router.sh(
        `. /etc/uci-defaults/barwrt; uci set barwrt.main.port=${await router.freePort()}; uci commit barwrt`,
      )
      start()
      await router.settle()
      const meeting = router.sh('uci get barwrt.main.meeting').trim()
      router.write(`/etc/barwrt/${meeting}.log`, '{"_id":"a-1"}\t\n'.repeat(100))
      const { stdout, status } = router.run(['barwrt', 'status'])
      expect(stdout).toMatch(
        /^version {4}0\.1\.0, run by lua\nservice {4}answers\naddress {4}http:\/\/bar\.lan:/,
      )
      expect(stdout).toContain(`meeting    ${meeting}, 100 events\n`)
      expect(stdout).toMatch(/data {7}\/etc\/barwrt, 2 of 4096 KB used, [0-9]+ KB free there\n$/)
      expect(status).toBe(0)
    })

  test('says that the data are not there', () => {
    start()
    router.sh('rm -r /etc/barwrt')
    expect(router.run(['barwrt', 'status']).stdout).toMatch(/meeting {4}bar-\w{8}: NOT THERE/)
  })
})

test('barwrt new begins an empty meeting and keeps the old one', () => {
  start()
  const before = router.sh('uci get barwrt.main.meeting').trim()
  expect(router.sh('barwrt new')).toMatch(/^The meeting is now bar-\w{8}\./)
  const now = router.sh('uci get barwrt.main.meeting').trim()
  expect(now).not.toBe(before)
  for (const name of [before, now]) expect(router.has(`/etc/barwrt/${name}.log`), name).toBe(true)
  expect(JSON.parse(router.read('/usr/share/barwrt/www/settings.json'))).toEqual({ database: now })
})

test('barwrt alone says what there is, and so does a wrong word', () => {
  expect(router.run(['barwrt']).status).toBe(0)
  const wrong = router.run(['barwrt', 'kye'])
  expect(wrong.status).toBe(1)
  expect(wrong.stdout).toContain('barwrt key ')
})
