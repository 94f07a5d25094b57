import { statSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { unpack as unpackText } from '../../build/package/packed.ts'
import { scripts } from '../../build/package/router.ts'
import { unpack } from './managers.ts'
import { first } from './packages.ts'
import { Router, type RouterOptions, real } from './router.ts'

/** What the init script makes of the settings, on a root whose uhttpd and ucode need only be there. */
const make = (options: RouterOptions = {}): Router => {
  const made = new Router({ uhttpd: '/bin/true', lua: '/bin/true', ...options })
  unpack(made, first.entries)
  return made
}

const start = (router: Router) => router.run(['/etc/init.d/barwrt', 'start'])
const set = (router: Router, ...settings: string[]): void => {
  for (const setting of settings)
    router.sh(
      `uci ${setting.includes('+=') ? 'add_list' : 'set'} 'barwrt.main.${setting.replace('+=', '=')}'`,
    )
  router.sh('uci commit barwrt')
}
const conf = (router: Router): Record<string, string> =>
  Object.fromEntries(
    router
      .read('/var/run/barwrt/shim.conf')
      .trimEnd()
      .split('\n')
      .map(line => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  )
const SETTINGS = '/usr/share/barwrt/www/settings.json'
const policy = (router: Router): string =>
  /connect-src [^;]*/.exec(router.read('/var/run/barwrt/headers.json'))![0]

let router: Router
afterEach(() => router.remove())

describe('the first values', () => {
  test('are drawn once: a second run changes nothing', () => {
    router = make()
    router.sh('. /etc/uci-defaults/barwrt')
    const before = router.read('/etc/config/barwrt')
    router.sh('. /etc/uci-defaults/barwrt')
    expect(router.read('/etc/config/barwrt')).toBe(before)
  })

  test('leave alone what a host has set', () => {
    router = make()
    router.write('/etc/config/barwrt', "config barwrt 'main'\n\toption port '80'\n\toption meeting 'kept'\n")
    router.sh('. /etc/uci-defaults/barwrt')
    expect(router.sh('uci get barwrt.main.port; uci get barwrt.main.meeting')).toBe('80\nkept\n')
    expect(router.sh('uci get barwrt.main.bar_key')).toMatch(/-/)
  })

  test('are other ones on another router, with at least 60 random bits in each key', () => {
    const keys = new Set<string>()
    router = make()
    for (let i = 0; i < 20; i++) keys.add(router.sh('. /usr/share/barwrt/barwrt.sh; random_key'))
    expect(keys.size).toBe(20)
    const letters = [...keys].join('').replace(/[-\n]/g, '')
    expect(letters.length).toBe(20 * 16)
    // 16 letters of 31: 79 bits. 320 draws that miss one of 31 letters by chance: once in 1,000 for each letter.
    expect(new Set(letters).size).toBeGreaterThan(24)
    expect([...letters].every(letter => 'abcdefghjkmnpqrstuvwxyz23456789'.includes(letter))).toBe(true)
  })

  // `print a > b ? c : d` in awk writes to a file named b, so that no limit at all was set.
  test.each([
    [100_000, 4096],
    [2000, 1000],
    [100, 128],
  ])('with %i KB of free flash the limit is %i KB', (free, limit) => {
    router = make()
    const df = `df() { echo Filesystem 1K-blocks; echo overlayfs:/overlay 9000 1 ${free} 1% /; }`
    expect(router.sh(`cd /tmp; . /usr/share/barwrt/barwrt.sh; ${df}; first_limit`)).toBe(`${limit}\n`)
    expect(router.has(`/tmp/4096`)).toBe(false)
  })

  test('the settings can be read by root alone', () => {
    router = make()
    start(router)
    expect(statSync(router.path('/etc/config/barwrt')).mode & 0o77).toBe(0)
    expect(statSync(router.path('/var/run/barwrt/shim.conf')).mode & 0o77).toBe(0)
    expect(statSync(router.path('/etc/barwrt')).mode & 0o77).toBe(0)
  })
})

describe('in an image that is built with the package', () => {
  test('reading the init script, as OpenWrt’s build does to enable it, does nothing', () => {
    router = make()
    const before = router.sh('find / -xdev -newer /etc/config/dhcp -type f | sort')
    expect(router.sh('. /etc/init.d/barwrt; echo "$START $USE_PROCD"')).toBe('95 1\n')
    expect(router.sh('find / -xdev -newer /etc/config/dhcp -type f | sort')).toBe(before)
  })

  test('the package’s scripts leave the machine alone that builds it', () => {
    router = make()
    start(router)
    const { postinst, prerm, postrm } = scripts(first.postrm)
    const settings = router.read('/etc/config/barwrt')
    for (const script of [postinst, prerm, postrm]) {
      router.write('/tmp/script', script, 0o755)
      const env = { IPKG_INSTROOT: '/tmp/image' }
      expect(router.run(['sh', '/tmp/script', 'configure'], { env })).toEqual({
        status: 0,
        stdout: '',
        stderr: '',
      })
    }
    expect(router.read('/etc/config/barwrt')).toBe(settings)
    expect(router.instance()).toBeDefined()
  })
})

describe('the interpreter', () => {
  if (real.ucode)
    test('is ucode where it has its fs module', () => {
      router = make({ ucode: real.ucode })
      start(router)
      expect(conf(router).interpreter).toBe('ucode')
      expect(router.sh('cat /usr/share/barwrt/shim.uc')).toContain('SPDX')
      expect(router.has('/usr/share/barwrt/shim.lua')).toBe(false)
    })

  if (real.ucode)
    test('is Lua where ucode lacks it', () => {
      router = make({ ucode: real.ucode })
      router.sh('rm /usr/lib/ucode/fs.so')
      start(router)
      expect(conf(router).interpreter).toBe('lua')
      expect(router.sh('cat /usr/share/barwrt/shim.lua')).toContain('SPDX')
    })

  if (real.ucode)
    test('is the one that the settings name', () => {
      router = make({ ucode: real.ucode })
      start(router)
      set(router, 'interpreter=lua')
      start(router)
      expect(conf(router).interpreter).toBe('lua')
    })

  test('is never Lua where the package has no shim for it', () => {
    router = make({ lua: real.lua ?? '/bin/true' })
    router.sh('rm /usr/share/barwrt/shim.lua')
    expect(start(router).stderr).toMatch(/^BarWRT: Neither ucode with its fs module nor Lua is here/)
  })

  test('that is missing is named in one sentence, and nothing starts', () => {
    router = make({ lua: undefined })
    const { stderr } = start(router)
    expect(stderr).toMatch(
      /^BarWRT: Neither ucode with its fs module nor Lua is here\. .*opkg install lua.*\n$/,
    )
    expect(router.instance()).toBeUndefined()
  })

  test.each(['shim.uc', 'shim.lua', 'qr.awk', 'service.sh', 'command.sh'])(
    'gets %s out of the packed file as it went in',
    name => {
      router = make()
      const packed = first.entries.find(entry => entry.path.endsWith('packed.gz'))!.data
      expect(router.sh(`. /usr/share/barwrt/barwrt.sh; unpack ${name}`)).toBe(unpackText(packed, name))
    },
  )

  test('without uhttpd: a sentence, too', () => {
    router = make()
    router.sh('rm /usr/sbin/uhttpd')
    expect(start(router).stderr).toMatch(/^BarWRT: uhttpd is missing\. .*opkg install uhttpd.*\n$/)
    expect(router.instance()).toBeUndefined()
  })
})

describe('the instance', () => {
  test('is an uhttpd of its own: own port, own web root, no listing, no error page, respawned', () => {
    router = make()
    start(router)
    expect(router.instance()).toEqual({
      command: [
        ...['/usr/sbin/uhttpd', '-f', '-c', '/dev/null', '-h', '/usr/share/barwrt/www'],
        ...['-H', '/var/run/barwrt/headers.json', '-D', '-t', '20', '-p', '8409'],
      ],
      file: ['/var/run/barwrt/headers.json'],
      respawn: expect.any(Array),
      stderr: expect.anything(),
    })
    expect(router.triggers()).toEqual(['config barwrt', 'interface lan'])
  })

  test('a reload without a change leaves it and the flash alone', async () => {
    router = make()
    start(router)
    const written = (path: string) => statSync(router.path(path)).mtimeMs
    const paths = ['/etc/config/barwrt', '/etc/config/dhcp', SETTINGS]
    const before = [router.instance(), router.read('/var/run/barwrt/headers.json'), ...paths.map(written)]
    await new Promise(resolve => setTimeout(resolve, 20))
    router.sh('/etc/init.d/barwrt reload')
    expect([router.instance(), router.read('/var/run/barwrt/headers.json'), ...paths.map(written)]).toEqual(
      before,
    )
    expect(router.read('/tmp/record/dnsmasq')).toBe('reload\n')
  })

  // A slip of the finger must not end the bar at its busiest hour.
  test.each([
    ['port=84o9', /Port 84o9 is no number, 8409 is used/],
    ['limit=much', /Limit much is no number, 4096 \(KB\) is used/],
    ['rate=much', /Rate much is no number, half of the limit is used/],
    ['meeting=Bar 1', /No meeting is set, for Bar 1 is no name/],
    ['address=javascript:alert(1)', /The address .* is left out/],
  ])('goes on when the setting is %s, and it is said', (setting, sentence) => {
    router = make()
    start(router)
    set(router, setting)
    expect(start(router).stderr).toMatch(sentence)
    expect(router.instance()?.command?.at(-1)).toBe('8409')
    expect(() => JSON.parse(router.read(SETTINGS))).not.toThrow()
  })

  test('never runs without keys: one that was taken away is drawn anew', () => {
    router = make()
    start(router)
    const before = conf(router)
    router.sh('uci delete barwrt.main.bar_key; uci commit barwrt')
    start(router)
    expect(conf(router).bar_key).toMatch(/-/)
    expect(conf(router).bar_key).not.toBe(before.bar_key)
    expect(conf(router).organizer_key).toBe(before.organizer_key)
  })

  test('never runs without keys: where none can be saved, it does not start', () => {
    router = make()
    // A uci that says that all went well, but keeps no key.
    const kept = { port: '8409', limit: '64', data: '/tmp/data', meeting: 'bar' }
    const flat = Object.entries(kept).map(([name, value]) => `main.${name}=${value}\n`)
    const options = Object.entries(kept).map(([name, value]) => `option ${name} '${value}'\n`)
    router.write('/tmp/flat', flat.join(''))
    router.write('/tmp/export', `package barwrt\nconfig barwrt 'main'\n${options.join('')}`)
    const stub = 'case "$*" in *export*) cat /tmp/export ;; flat*) cat /tmp/flat ;; esac'
    router.write('/sbin/uci', `#!/bin/sh\n${stub}\n`, 0o755)
    expect(start(router).stderr).toContain('There are no keys, and none can be saved')
    expect(router.instance()).toBeUndefined()
    expect(router.has('/var/run/barwrt/shim.conf')).toBe(false)
  })
})

/** What the CGI entry hands to the interpreter: the last command of its trace. */
const runs = (router: Router) =>
  router
    .run(['sh', '-x', '/usr/share/barwrt/www/cgi-bin/db'], {
      env: { SCRIPT_FILENAME: '/usr/share/barwrt/www/cgi-bin/db', REQUEST_METHOD: 'OPTIONS' },
    })
    .stderr.match(/^\+ exec \S+ (\S+)/m)?.[1]

// Compiled code is trusted by an interpreter without a look at who made it.
describe.each([['ucode', real.ucode] as const, ['lua', real.lua] as const].filter(([, path]) => path))(
  'the shim of %s',
  (name, path) => {
    const text = `/usr/share/barwrt/shim.${name === 'lua' ? 'lua' : 'uc'}`
    const library = `/usr/lib/lib${name}.so.1`
    const made = () => {
      router = make({ [name]: path })
      router.write(library, 'as it was')
      router.sh(`touch -d '2024-01-01 00:00:00' ${library}`)
      expect(start(router).stderr).toBe('')
      return router
    }

    test('is compiled by the router, and runs as long as its interpreter is the same', () => {
      made()
      expect(conf(router)).toMatchObject({ interpreter: name, compiled: library })
      expect(runs(router)).toBe(`/var/run/barwrt/compiled.${name}`)
      for (const when of ['2024-01-02', '2023-01-01']) {
        router.sh(`touch -d '${when} 00:00:00' ${library}`)
        expect(runs(router)).toBe(text)
      }
      start(router)
      expect(runs(router)).toBe(`/var/run/barwrt/compiled.${name}`)
      router.sh(`mv ${library} ${library}2`)
      expect(runs(router)).toBe(text)
    })

    test('is the text where nothing can be compiled', () => {
      made()
      const program =
        conf(router).interpreter === 'ucode'
          ? '/usr/bin/ucode'
          : router.sh('command -v lua || command -v lua5.1').trim()
      const real = `${program}.real`
      router.sh(`mv ${program} ${real}`)
      router.write(program, `#!/bin/sh\ncase "$1" in -c | -) exit 1 ;; esac\nexec ${real} "$@"\n`, 0o755)
      expect(start(router).stderr).toBe('')
      expect(conf(router).compiled).toBe('')
      expect(runs(router)).toBe(text)
      // What it makes does not run.
      router.write(
        program,
        `#!/bin/sh\ncase "$1" in -c) cat /dev/null >"$4" ;; esac\nexec ${real} -x\n`,
        0o755,
      )
      expect(start(router).stderr).toBe('')
      expect(runs(router)).toBe(text)
    })
  },
)

describe('the settings', () => {
  test('go to the shim', () => {
    router = make()
    start(router)
    set(router, 'bar_key=one', 'organizer_key=two', 'open_board=1', 'limit=512', 'origin+=https://a.example')
    set(router, 'origin+=https://b.example', 'data=/tmp/elsewhere')
    start(router)
    expect(conf(router)).toEqual({
      interpreter: 'lua',
      compiled: '',
      data: '/tmp/elsewhere',
      limit: String(512 * 1024),
      rate: `${256 * 1024} 3600`,
      bar_key: 'one',
      organizer_key: 'two',
      board: '1',
      origins: 'https://a.example https://b.example',
      version: '0.1.0',
    })
  })

  test('an address may write as much as the host says, or without end', () => {
    router = make()
    start(router)
    for (const kb of [100, 0]) {
      set(router, `rate=${kb}`)
      start(router)
      expect(conf(router).rate).toBe(`${kb * 1024} 3600`)
    }
  })

  test('go to the app without any key', () => {
    router = make()
    start(router)
    set(router, 'meeting=bar-x', 'open_board=1', 'address=http://bar.lan:8409/')
    set(router, 'database+=https://couch.example:6984/bar', 'database+=http://[fd00::1]:5984/bar')
    start(router)
    expect(JSON.parse(router.read(SETTINGS))).toEqual({
      database: 'bar-x',
      address: 'http://bar.lan:8409/',
      databases: ['https://couch.example:6984/bar', 'http://[fd00::1]:5984/bar'],
      board: true,
    })
    expect(statSync(router.path(SETTINGS)).mode & 0o777).toBe(0o644)
    expect(policy(router)).toBe("connect-src 'self' https://couch.example:6984 http://[fd00::1]:5984")
  })

  test('are as short as they can be at first', () => {
    router = make()
    start(router)
    expect(JSON.parse(router.read(SETTINGS))).toEqual({
      database: router.sh('uci get barwrt.main.meeting').trim(),
    })
    expect(policy(router)).toBe("connect-src 'self'")
  })

  test.each([
    'https://me:secret@couch.example/bar',
    'couch.example/bar',
    'https://couch.example/"bar',
    "https://x';script-src/bar",
    'https://couch.example|/bar',
    'ftp://couch.example/bar',
  ])('a further database %s is left out, and it is said', database => {
    router = make()
    start(router)
    set(router, `database+=${database.replaceAll("'", "'\\''")}`)
    expect(start(router).stderr).toContain(`The further database ${database} is left out`)
    expect(JSON.parse(router.read(SETTINGS))).not.toHaveProperty('databases')
    expect(policy(router)).toBe("connect-src 'self'")
  })
})

describe('bar.lan', () => {
  test('follows the router when its address changes', () => {
    router = make()
    start(router)
    router.write('/tmp/address/lan', '10.0.0.1\n')
    router.sh('/etc/init.d/barwrt reload')
    expect(router.sh('uci get dhcp.barwrt.ip').trim()).toBe('10.0.0.1')
    expect(router.read('/tmp/record/dnsmasq')).toBe('reload\nreload\n')
  })

  test('comes later when the network is not up yet', () => {
    router = make()
    router.sh('rm /tmp/address/lan')
    start(router)
    expect(router.instance()).toBeDefined()
    expect(router.run(['uci', 'get', 'dhcp.barwrt']).status).not.toBe(0)
    router.write('/tmp/address/lan', '10.0.0.1\n')
    start(router)
    expect(router.sh('uci get dhcp.barwrt.ip').trim()).toBe('10.0.0.1')
  })

  test('can be another name, or none', () => {
    router = make()
    start(router)
    set(router, 'name=theke.lan')
    start(router)
    expect(router.sh('uci get dhcp.barwrt.name').trim()).toBe('theke.lan')
    set(router, 'name=none')
    start(router)
    expect(router.sh('uci show dhcp')).not.toContain('barwrt')
  })

  test('is not asked for where there is no dnsmasq', () => {
    router = make()
    router.sh('rm /etc/init.d/dnsmasq')
    start(router)
    expect(router.sh('uci show dhcp')).not.toContain('barwrt')
    expect(router.instance()).toBeDefined()
  })
})

describe('the data', () => {
  test('of a meeting that was wiped stay wiped', () => {
    router = make()
    start(router)
    set(router, 'meeting=gone')
    router.write('/etc/barwrt/gone.wiped', '')
    start(router)
    expect(router.has('/etc/barwrt/gone.log')).toBe(false)
  })

  test('are never made new under a stick that is not in', () => {
    router = make()
    start(router)
    set(router, 'data=/mnt/sda1/barwrt')
    expect(start(router).stderr).toMatch(
      /^BarWRT: There is no directory \/mnt\/sda1\/barwrt for the data\. Is the USB stick in\?/,
    )
    expect(router.has('/mnt')).toBe(false)
    expect(router.instance()).toBeUndefined()
    router.sh('mkdir -p /mnt/sda1/barwrt')
    start(router)
    expect(router.instance()).toBeDefined()
    expect(router.sh('ls /mnt/sda1/barwrt')).toMatch(/^bar-\w{8}\.log\n$/)
  })

  test('may be in RAM, where the directory is made at each start', async () => {
    router = make()
    start(router)
    set(router, 'data=/tmp/barwrt')
    start(router)
    expect(router.sh('ls /tmp/barwrt')).toMatch(/\.log\n$/)
  })
})

describe('HTTPS', () => {
  const command = () => router.instance()!.command!.join(' ')

  test('is off until a port is set', () => {
    router = make()
    start(router)
    expect(command()).not.toContain('-s')
  })

  test('needs a certificate and a TLS library, and says which is missing; HTTP goes on', () => {
    router = make()
    start(router)
    set(router, 'https_port=8443')
    expect(start(router).stderr).toContain('HTTPS is off: there is no /etc/barwrt-https/leaf.crt')
    router.write('/etc/barwrt-https/leaf.crt', 'certificate')
    router.write('/etc/barwrt-https/leaf.key', 'key')
    expect(start(router).stderr).toContain('HTTPS is off: uhttpd has no TLS here')
    expect(command()).not.toContain('-s')
    router.write('/lib/libustream-ssl.so', '')
    expect(start(router).stderr).toBe('')
    expect(command()).toMatch(/ -s 8443 -C \/etc\/barwrt-https\/leaf\.crt -K \/etc\/barwrt-https\/leaf\.key$/)
    expect(router.instance()!.file).toContain('/etc/barwrt-https/leaf.crt')
  })
})
