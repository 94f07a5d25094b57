// What the docs tell a host to type is typed here.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { furtherFolder } from '../../build/handbook/page.ts'
import { findLua, findProgram } from '../../build/interpreter.ts'
import { addonPackage } from '../../build/package/addon.ts'
import { ipk } from '../../build/package/ipk.ts'
import { file } from '../../build/package/tree.ts'
import { startHost } from '../../build/standin/host.ts'
import { layRoot } from '../../build/standin/root.ts'
import { managers, unpack } from './managers.ts'
import { first } from './packages.ts'
import { Router } from './router.ts'

/** The handbook's chapter for hosts, in each language that has one. */
const HOSTS = ['handbook/en/4-hosts.md', 'handbook/es/4-router.md']
/** The pages that tell a host what to type, in English; in Spanish they have the same names, in a folder of their own. */
const ENGLISH = [
  'install.md',
  'router.md',
  'security.md',
  'https.md',
  'scale.md',
  'translators.md',
  'wire.md',
]
const SPANISH = ENGLISH.map(name => `${furtherFolder('es')}${name}`)
const PAGES = [...ENGLISH, ...SPANISH, ...HOSTS]
const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

/**
 * Everything in a page that is typed: indented blocks line by line, without comments, and what stands between
 * backquotes.
 */
const typed = (name: string): string[] => {
  const text = page(name)
  const lines = [...text.matchAll(/^ {4}(.*)$/gm)].map(match => match[1]!.replace(/(^|\s{2,})#( .*)?$/, ''))
  return [...lines, ...[...text.matchAll(/`([^`\n]+)`/g)].map(match => match[1]!)]
}

/** A line as it is tried here. */
const spoken = (line: string): string =>
  line.replace(/\bservice barwrt\b/g, '/etc/init.d/barwrt').replaceAll('CHOSEN', 'four-random-words-here')

/** The commands that set something, each with what would stand for the words in capitals. */
const commands = [...ENGLISH, ...HOSTS]
  .flatMap(typed)
  .filter(
    line =>
      /^(uci \w+ barwrt|mkdir|service barwrt|barwrt (key|status|new))\b/.test(line) &&
      !/NAME=VALUE|[|…]/.test(line),
  )
  .map(spoken)

/** The lines that copy the log to a laptop. */
const copies = [...new Set(['router.md', 'wire.md', ...HOSTS].flatMap(typed))].filter(line =>
  /^scp .*\/etc\/barwrt/.test(line),
)

let router: Router
const installed = (): Router => {
  router = new Router({ uhttpd: '/bin/true', lua: '/bin/true' })
  unpack(router, first.entries)
  router.sh('. /etc/uci-defaults/barwrt; /etc/init.d/barwrt start')
  return router
}
afterEach(() => router?.remove())

describe('the settings', () => {
  const source = (name: string) =>
    readFileSync(new URL(`../../openwrt-package/root/usr/share/barwrt/${name}`, import.meta.url), 'utf8')
  const init = source('service.sh')
  const library = source('barwrt.sh')
  const table = page('router.md')
    .split(/^## /m)
    .find(part => part.startsWith('Settings'))!
  const documented = [...table.matchAll(/^\| (`[^|]*`(?: \(list\))?) \|/gm)].flatMap(([, names]) =>
    [...names!.matchAll(/`(\w+)`/g)].map(match => match[1]!),
  )

  test('in the table are those that are read, all of them', () => {
    const read = new Set([
      ...[...init.matchAll(/config_get(?:_bool)? \w+ main (\w+)/g)].map(match => match[1]!),
      ...[...init.matchAll(/config_list_foreach main (\w+)/g)].map(match => match[1]!),
      ...[...library.matchAll(/uci -q get barwrt\.main\.(\w+)/g)].map(match => match[1]!),
    ])
    expect(documented.sort()).toEqual([...read].sort())
  })

  test('that the pages name are in the table', () => {
    for (const name of PAGES)
      for (const [, option] of page(name).matchAll(/barwrt\.main\.([a-z_]+)/g))
        expect(documented, name).toContain(option)
  })
})

test('every command that sets something works', () => {
  installed()
  expect(commands.length).toBeGreaterThan(20)
  router.sh('mkdir -p /mnt/sda1')
  for (const command of commands) {
    // What is to be taken away has to be there.
    for (const [, option] of command.matchAll(/uci delete barwrt\.main\.(\w+)/g))
      router.sh(`uci set barwrt.main.${option}=1`)
    const { status, stderr } = router.run(['sh', '-c', command])
    // Here stands a uhttpd that does nothing, so nothing answers.
    if (command === 'barwrt status') continue
    expect(`${status} ${stderr}`, command).toBe('0 ')
    router.sh('[ -e /etc/rc.d/S95barwrt ] || /etc/init.d/barwrt enable')
  }
})

test('the handbook tells the same in each language, and nothing that is not tried here', () => {
  const [english, ...others] = HOSTS.map(name => typed(name))
  for (const other of others) expect(other).toEqual(english)
  for (const [i, name] of ENGLISH.entries())
    expect(typed(SPANISH[i]!).sort(), SPANISH[i]).toEqual(typed(name).sort())
  const tried = [...commands, ...copies]
  const blocks = [...page(HOSTS[0]!).matchAll(/^ {4}(.*)$/gm)].map(match => match[1]!)
  expect(blocks.length).toBeGreaterThan(2)
  for (const line of blocks) expect(tried).toContain(spoken(line))
  const all = readdirSync(new URL('../../docs/handbook', import.meta.url), {
    recursive: true,
    encoding: 'utf8',
  })
  for (const name of all.filter(name => name.endsWith('.md') && !HOSTS.includes(`handbook/${name}`)))
    expect(
      typed(`handbook/${name}`).filter(one => !/^\s*$/.test(one)),
      name,
    ).toEqual([])
})

const scp = findProgram(undefined, 'scp')
if (scp)
  describe('a laptop takes', () => {
    let laptop: string
    beforeEach(() => {
      laptop = mkdtempSync(join(tmpdir(), 'barwrt-laptop-'))
      installed()
      router.add(scp, '/usr/bin/scp')
      router.write('/etc/passwd', 'root:x:0:0::/root:/bin/sh\n')
    })
    afterEach(() => rmSync(laptop, { recursive: true }))

    /** Types a line on a laptop. What scp and ssh would run over the network, a shell on the router runs. */
    const type = async (line: string): Promise<void> => {
      const [program, args] = router.command(['sh', '-c'])
      const quoted = [program, ...args].map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
      const ssh = join(laptop, 'ssh')
      writeFileSync(ssh, `#!/bin/sh\nfor last; do :; done\nexec ${quoted} "$last"\n`, { mode: 0o755 })
      const PATH = `${laptop}:${process.env['PATH']}`
      const command = line.replace(/^scp /, `scp -S ${ssh} `)
      await promisify(execFile)('sh', ['-c', command], { cwd: laptop, env: { ...process.env, PATH } })
      rmSync(ssh)
    }

    test.each(copies)('a copy of the log: %s', async line => {
      router.write('/etc/barwrt/NAME.log', '{"_id":"a-1"}\t\n')
      await type(line)
      expect(readFileSync(join(laptop, 'NAME.log'), 'utf8')).toBe('{"_id":"a-1"}\t\n')
    })

    test('the package to the router', async () => {
      const [line] = typed('install.md').filter(one => one.startsWith('scp '))
      const [, name] = /(barwrt_\S+) /.exec(line!)!
      writeFileSync(join(laptop, name!), first.files.get(name!)!)
      await type(line!)
      expect(router.bytes(`/tmp/${name}`).equals(first.files.get(name!)!)).toBe(true)
    })

    test('mended texts to the router, which has them as it sends them', async () => {
      const [line] = typed('translators.md').filter(one => one.includes('gzip '))
      const [, path] = /(\/usr\/\S+\.json)'/.exec(line!)!
      writeFileSync(join(laptop, 'de.json'), '{"t":{"done":"Feddich"}}')
      router.write(path!, 'what the package brought')
      await type(line!)
      expect(gunzipSync(router.bytes(path!)).toString()).toBe('{"t":{"done":"Feddich"}}')
    })
  })

const curl = findProgram(undefined, 'curl')
const lua = findLua()
if (curl && lua)
  test('curl reads the meeting as the pages say', async () => {
    const root = mkdtempSync(join(tmpdir(), 'barwrt-curl-'))
    const keys = { barKey: 'bar', organizerKey: 'boss' }
    const { www, data } = await layRoot({ root, interpreter: 'lua', lua, html: Buffer.of(), ...keys })
    writeFileSync(join(data, 'bar-7f3k2q.log'), '{"_id":"a-1","_rev":"1-0"}\t\n')
    const host = await startHost({ www, host: '127.0.0.1', port: 0 })
    const sh = async (text: string): Promise<string> => {
      const known = `curl() { ${curl} -sS --connect-to bar.lan:8409:127.0.0.1:${host.port} "$@"; }`
      return (await promisify(execFile)('sh', ['-c', `${known}\n${text}`])).stdout
    }
    try {
      const [line] = typed('router.md').filter(one => one.startsWith('curl '))
      expect(await sh(line!.replace('BARKEY', 'bar').replace('/NAME/', '/bar-7f3k2q/'))).toContain(
        '"id":"a-1"',
      )
      const lines = typed('wire.md').filter(one => /^(DB=|KEY=|curl )/.test(one))
      expect(lines.length).toBe(4)
      const said = await sh(lines.map(one => one.replace('KEY=…', 'KEY=bar')).join('\n'))
      expect(said).toContain('"db_name":"bar-7f3k2q"')
      expect(said).toContain('"id":"a-1"')
    } finally {
      await host.stop()
      rmSync(root, { recursive: true })
    }
  })

/** A package beside the first, of one file. */
const addon = (part: string): Promise<Buffer> => {
  const makefile = readFileSync(new URL('../../openwrt-package/Makefile', import.meta.url), 'utf8')
  const entries = [file(`usr/share/barwrt/www/${part}/en`, Buffer.from(part))]
  return ipk(addonPackage(makefile, first.meta, { part, entries }))
}

for (const { name, start } of managers)
  if (name === 'opkg' || name === 'apk')
    test(`${name} installs and removes it as the page says`, async () => {
      const lines = typed('install.md').filter(line => line.startsWith(`${name} `))
      const installs = lines.filter(line => /^(opkg install|apk add) .*\//.test(line))
      const removes = lines.filter(line => /^(opkg remove|apk del)/.test(line))
      expect(installs.length).toBeGreaterThan(0)
      expect(removes.length).toBeGreaterThan(0)
      for (const [line, removal] of installs.flatMap(line => removes.map(each => [line, each] as const))) {
        const path = /(\/\S+)$/.exec(line)![1]!
        await router?.remove()
        router = await start({ uhttpd: '/bin/true', lua: '/bin/true' })
        router.write(path, first.files.get(path.replace(/.*\//, ''))!)
        router.sh(line)
        expect(router.has('/etc/rc.d/S95barwrt'), line).toBe(true)
        for (const [, part] of removal.matchAll(/ barwrt-(\w+)/g)) {
          router.write(`/tmp/${part}.ipk`, await addon(part!))
          router.sh(`opkg install /tmp/${part}.ipk`)
        }
        router.sh(removal)
        expect(router.has('/usr/share/barwrt'), removal).toBe(false)
      }
    })

test('the data go to a stick as the page says, and stay there', () => {
  installed()
  const meeting = router.sh('uci get barwrt.main.meeting').trim()
  router.write(`/etc/barwrt/${meeting}.log`, '{"_id":"a-1"}\t\n')
  router.sh('mkdir -p /mnt/sda1')
  const block = page('router.md').split('**To a USB stick.**')[1]!.split('**To RAM.**')[0]!
  const lines = [...block.matchAll(/^ {4}(.*)$/gm)].map(match =>
    match[1]!.replace('service barwrt', '/etc/init.d/barwrt'),
  )
  expect(lines.length).toBeGreaterThan(3)
  router.sh(lines.join('\n'))
  expect(router.read(`/mnt/sda1/barwrt/${meeting}.log`)).toBe('{"_id":"a-1"}\t\n')
  expect(router.read('/var/run/barwrt/shim.conf')).toContain('\ndata /mnt/sda1/barwrt\n')
  expect(router.read('/var/run/barwrt/shim.conf')).toContain(`\nlimit ${100000 * 1024}\n`)
  expect(router.instance()).toBeDefined()
})

test('the pages name the files that are made, and say what the service does', () => {
  for (const [, name] of page('install.md').matchAll(/(barwrt[_-][0-9][\w.-]*\.(?:ipk|apk))/g))
    expect([...first.files.keys()]).toContain(name)
  installed()
  const command = router.instance()!.command!
  const security = page('security.md')
  expect(security).toContain(`one of three script places for ${command[command.indexOf('-t') + 1]} s`)
  const conf = router.read('/var/run/barwrt/shim.conf')
  const [, limit] = /^limit (\d+)$/m.exec(conf)!
  expect(conf).toContain(`\nrate ${Number(limit) / 2} ${60 * 60}\n`)
  expect(security).toContain(
    'An address can write half of the size limit at once, and as much again in an hour',
  )
})
