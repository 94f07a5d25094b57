import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { Packages } from '../../build/package.ts'
import { managers } from './managers.ts'
import { first, later } from './packages.ts'
import { type Router, real } from './router.ts'

/** Every path of a root that is on flash, but for the package manager's own books. */
const flash = (router: Router): string[] =>
  readdirSync(router.root, { recursive: true })
    .map(String)
    .filter(path => !/^(tmp|proc|dev|var|usr\/lib\/opkg|lib\/apk|etc\/apk|usr\/bin|opt)(\/|$)/.test(path))
    .filter(path => !/^usr$|^usr\/lib$/.test(path))
    .sort()

const settings = (router: Router): string => router.sh('uci show barwrt')
const setting = (router: Router, name: string): string => router.sh(`uci get barwrt.main.${name}`).trim()
const title = (router: Router): string =>
  /<title>(.*)<\/title>/.exec(gunzipSync(router.bytes('/usr/share/barwrt/www/index.html')).toString())![1]!

/** The files of a package are in the root, each as it should be. opkg ends well even when it could not write some. */
const expectFiles = (router: Router, { entries, apkEntries }: Packages): void => {
  const byApk = router.has('/lib/apk/packages/barwrt.list')
  for (const { path, kind, data, mode } of byApk ? apkEntries : entries) {
    if (kind !== 'file' || path.startsWith('etc/uci-defaults/')) continue
    expect(router.bytes(`/${path}`).equals(data), path).toBe(true)
    expect((statSync(router.path(path)).mode & 0o777).toString(8), path).toBe(mode.toString(8))
  }
  expect(router.has('/etc/uci-defaults/barwrt')).toBe(false)
}

let router: Router | undefined
afterEach(async () => {
  await router?.remove()
  router = undefined
})

// Whichever interpreter the machine has: uhttpd need not be there for the package manager's part.
const programs = { ucode: real.ucode, lua: real.lua, uhttpd: real.uhttpd ?? '/bin/true' }

describe.each(managers)('with $name', manager => {
  test('an install makes keys, a meeting and bar.lan, and starts the service', async () => {
    router = await manager.start(programs)
    const installed = manager.install(router, first)
    expect(installed).toMatchObject({ status: 0, stderr: '' })
    expectFiles(router, first)
    expect(setting(router, 'bar_key')).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
    expect(setting(router, 'organizer_key')).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/)
    expect(setting(router, 'bar_key')).not.toBe(setting(router, 'organizer_key'))
    const meeting = setting(router, 'meeting')
    expect(meeting).toMatch(/^bar-[a-hjkmnp-z2-9]{8}$/)
    expect(router.has(`/etc/barwrt/${meeting}.log`)).toBe(true)
    expect(router.sh('uci get dhcp.barwrt.name; uci get dhcp.barwrt.ip')).toBe('bar.lan\n192.168.1.1\n')
    expect(router.read('/tmp/record/dnsmasq')).toBe('reload\n')
    expect(router.has('/etc/rc.d/S95barwrt')).toBe(true)
    expect(router.instance()?.command?.[0]).toBe('/usr/sbin/uhttpd')
    // Nothing of it is left uncommitted, or the next `uci commit` of somebody else would write it.
    expect(router.sh('uci changes barwrt; uci changes dhcp')).toBe('')
  })

  test('installed twice, it is as installed once', async () => {
    router = await manager.start(programs)
    manager.install(router, first)
    const [before, files] = [settings(router), flash(router)]
    expect(manager.install(router, first).status).toBe(0)
    expect([settings(router), flash(router)]).toEqual([before, files])
    expect(router.instance()).toBeDefined()
  })

  test('an upgrade keeps settings and data, asks nothing, and brings the new app', async () => {
    router = await manager.start(programs)
    manager.install(router, first)
    router.sh('uci set barwrt.main.port=8500; uci add_list barwrt.main.database=https://couch.example/bar')
    router.sh('uci commit barwrt')
    const before = settings(router)
    const log = `/etc/barwrt/${setting(router, 'meeting')}.log`
    router.write(log, '{"_id":"a-1"}\t\n')
    const command = router.instance()!.command
    const upgraded = manager.install(router, later)
    expect(upgraded).toMatchObject({ status: 0, stderr: '' })
    expectFiles(router, later)
    expect(title(router)).toMatch(/^Later /)
    expect(settings(router)).toBe(before)
    expect(router.read(log)).toBe('{"_id":"a-1"}\t\n')
    expect(flash(router).filter(path => /-opkg$|apk-new$/.test(path))).toEqual([])
    expect(router.instance()!.command).not.toEqual(command)
    expect(router.instance()!.command).toContain('8500')
    expect(router.has('/etc/rc.d/S95barwrt')).toBe(true)
  })

  test('a disabled service stays disabled through an upgrade', async () => {
    router = await manager.start(programs)
    manager.install(router, first)
    router.sh('/etc/init.d/barwrt disable')
    manager.install(router, later)
    expect(router.has('/etc/rc.d/S95barwrt')).toBe(false)
  })

  // `opkg install --force-reinstall` removes the package first, with the words of a real removal, and so drew new keys:
  // every tablet at the bar was locked out by what people do to mend an installation.
  test('a reinstall keeps settings and data', async () => {
    router = await manager.start(programs)
    manager.install(router, first)
    const before = settings(router)
    const log = `/etc/barwrt/${setting(router, 'meeting')}.log`
    router.write(log, '{"_id":"a-1"}\t\n')
    expect(manager.reinstall(router, first).status).toBe(0)
    expectFiles(router, first)
    expect(settings(router)).toBe(before)
    expect(router.read(log)).toBe('{"_id":"a-1"}\t\n')
    expect(router.instance()).toBeDefined()
  })

  test('an install over a half-finished one is whole', async () => {
    router = await manager.start(programs)
    // The power went while files were written: one is cut, one is missing, no script has run, one value is set.
    manager.half(router, first)
    router.write('/usr/share/barwrt/www/index.html', 'cut')
    router.sh('rm /etc/init.d/barwrt')
    router.write('/etc/config/barwrt', "config barwrt 'main'\n\toption bar_key 'half-done'\n")
    expect(manager.install(router, first).status).toBe(0)
    expectFiles(router, first)
    expect(setting(router, 'bar_key')).toBe('half-done')
    expect(setting(router, 'organizer_key')).toMatch(/-/)
    expect(router.instance()).toBeDefined()
    expect(flash(router).filter(path => /-opkg$|apk-new$/.test(path))).toEqual([])
  })

  test('a removal leaves the data and nothing else', async () => {
    router = await manager.start(programs)
    const before = flash(router)
    manager.install(router, first)
    router.sh('/etc/init.d/barwrt reload')
    const meeting = setting(router, 'meeting')
    const removed = manager.remove(router)
    expect(removed).toMatchObject({ status: 0, stderr: '' })
    expect(flash(router)).toEqual([...before, 'etc/barwrt', `etc/barwrt/${meeting}.log`].sort())
    expect(router.has('/var/run/barwrt')).toBe(false)
    expect(router.sh('uci show dhcp')).toBe("dhcp.main=dnsmasq\ndhcp.main.domain='lan'\n")
    expect(router.read('/tmp/record/dnsmasq')).toBe('reload\nreload\n')
    expect(router.instance()).toBeUndefined()
  })

  test('after a removal, an install finds the data and draws new keys', async () => {
    router = await manager.start(programs)
    manager.install(router, first)
    const [key, meeting] = [setting(router, 'bar_key'), setting(router, 'meeting')]
    manager.remove(router)
    expect(manager.install(router, first).status).toBe(0)
    expect(setting(router, 'bar_key')).not.toBe(key)
    expect(router.has(`/etc/barwrt/${meeting}.log`)).toBe(true)
    expect(router.instance()).toBeDefined()
  })

  test('what sysupgrade keeps is enough: installed anew on the fresh system, the bar goes on', async () => {
    router = await manager.start(programs)
    manager.install(router, first)
    router.write('/etc/barwrt-https/leaf.crt', 'a certificate')
    const log = `etc/barwrt/${setting(router, 'meeting')}.log`
    router.write(`/${log}`, '{"_id":"a-1"}\t\n')
    const before = settings(router)
    const kept = new Map<string, Buffer>()
    for (const line of ['/etc/config/', ...router.read('/lib/upgrade/keep.d/barwrt').trim().split('\n')]) {
      const path = line.replace(/^\//, '')
      const below = statSync(router.path(path)).isDirectory()
        ? readdirSync(router.path(path)).map(name => join(path, name))
        : [path]
      for (const one of below) kept.set(one, router.bytes(`/${one}`))
    }
    await router.remove()
    router = await manager.start(programs)
    for (const [path, bytes] of kept) router.write(`/${path}`, bytes)
    expect(manager.install(router, later)).toMatchObject({ status: 0, stderr: '' })
    expect(settings(router)).toBe(before)
    expect(router.read(`/${log}`)).toBe('{"_id":"a-1"}\t\n')
    expect(router.has('/etc/barwrt-https/leaf.crt')).toBe(true)
  })
})

if (real.opkg)
  describe('opkg', () => {
    const opkg = managers.find(manager => manager.name === 'opkg')!

    test.each(['ucode', 'lua'] as const)('is content with %s alone', async name => {
      router = await opkg.start({ ...programs, ucode: undefined, lua: undefined, [name]: real[name] })
      expect(opkg.install(router, first)).toMatchObject({ status: 0, stderr: '' })
      expect(router.read('/var/run/barwrt/shim.conf')).toMatch(new RegExp(`^interpreter ${name}\n`))
    })

    test('refuses where there is neither', async () => {
      router = await opkg.start({ ...programs, ucode: undefined, lua: undefined })
      const { status, stderr } = opkg.install(router, first)
      expect(status).not.toBe(0)
      // What docs/install.md tells people to look for.
      expect(stderr).toContain('cannot find dependency ucode-mod-fs | lua for barwrt')
      expect(router.has('/etc/init.d/barwrt')).toBe(false)
    })

    test('installs from the feed directory', async () => {
      router = await opkg.start(programs)
      for (const [name, bytes] of first.files)
        if (name.startsWith('opkg/')) router.write(`/tmp/feed/${name.slice(5)}`, bytes)
      router.sh('echo "src/gz barwrt file:///tmp/feed" >>/etc/opkg.conf')
      expect(router.run(['opkg', 'update'])).toMatchObject({ status: 0 })
      expect(router.run(['opkg', 'info', 'barwrt']).stdout).toContain(
        'Depends: libc, uhttpd, ucode-mod-fs | lua',
      )
      expect(router.run(['opkg', 'install', 'barwrt'])).toMatchObject({ status: 0, stderr: '' })
      expectFiles(router, first)
    })
  })

if (real.apk)
  describe('apk', () => {
    const apk = managers.find(manager => manager.name === 'apk')!

    test('refuses an unsigned package unless it is told, and one whose needs are not there', async () => {
      router = await apk.start(programs)
      router.write('/tmp/barwrt.apk', first.files.get(`barwrt-${first.meta.version}.apk`)!)
      const untold = router.run(['apk', 'add', '--no-network', '/tmp/barwrt.apk'])
      expect(untold).toMatchObject({ status: 99 })
      expect(untold.stderr).toContain('UNTRUSTED signature')
      router.sh('apk del --no-network ucode-mod-fs')
      const needy = apk.install(router, first)
      expect(needy.stderr).toMatch(/unable to select packages:\n {2}ucode-mod-fs \(no such package\)/)
      expect(router.has('/etc/init.d/barwrt')).toBe(false)
    })

    test('installs from the feed directory by name', async () => {
      router = await apk.start(programs)
      for (const [name, bytes] of first.files)
        if (name.startsWith('apk/')) router.write(`/tmp/feed/${name.slice(4)}`, bytes)
      const added = router.run(['apk', 'add', '--allow-untrusted', '-X', '/tmp/feed/packages.adb', 'barwrt'])
      expect(added).toMatchObject({ status: 0 })
      expectFiles(router, first)
    })
  })
