import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { handbookLanguages } from '../../build/handbook/page.ts'
import { readAdbFile } from '../../build/package/adb.ts'
import { addonPackage, makeAddons } from '../../build/package/addon.ts'
import { readApk } from '../../build/package/apk.ts'
import { readMakefile } from '../../build/package/makefile.ts'
import { unpack } from '../../build/package/packed.ts'
import { scripts } from '../../build/package/router.ts'
import { strip } from '../../build/package/strip.ts'
import { type Entry, file, installedSize, withParents } from '../../build/package/tree.ts'
import { DEPENDS, makeFiles, makePackages, makeSource, readSources } from '../../build/package.ts'
import { others } from '../../src/texts/languages.ts'
import { fileOf, first, html } from './packages.ts'
import { real } from './router.ts'

const PROJECT = new URL('../../', import.meta.url).pathname
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const dir = mkdtempSync(join(tmpdir(), 'barwrt-archives-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** What is unpacked when it is needed. */
const PACKED = ['shim.lua', 'shim.uc', 'qr.awk', 'service.sh', 'command.sh']

interface Member {
  path: string
  type: string
  mode: number
  owner: string
  mtime: number
  target: string
  data: Buffer
}

/** Reads a tar archive by POSIX's description, checksums too. Any extension header is an error: opkg reads none. */
const readTar = (bytes: Buffer): Member[] => {
  const members: Member[] = []
  const text = (head: Buffer, from: number, length: number) =>
    head.toString('latin1', from, from + length).replace(/\0.*$/s, '')
  for (let at = 0; bytes[at]; ) {
    const head = bytes.subarray(at, at + 512)
    const octal = (from: number, length: number) => Number.parseInt(text(head, from, length), 8)
    const sum = head.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0)
    expect(octal(148, 8)).toBe(sum)
    expect(text(head, 257, 6)).toBe('ustar')
    const type = text(head, 156, 1)
    expect(['0', '2', '5']).toContain(type)
    const size = octal(124, 12)
    members.push({
      path: text(head, 0, 100),
      type,
      mode: octal(100, 8),
      owner: `${octal(108, 8)}:${octal(116, 8)} ${text(head, 265, 32)}:${text(head, 297, 32)}`,
      mtime: octal(136, 12),
      target: text(head, 157, 100),
      data: bytes.subarray(at + 512, at + 512 + size),
    })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return members
}

const TYPES: Record<Entry['kind'], string> = { file: '0', link: '2', dir: '5' }

describe('the ipk', () => {
  const outer = readTar(gunzipSync(fileOf(first, '.ipk')))
  const inner = (name: string) => readTar(gunzipSync(outer.find(member => member.path === `./${name}`)!.data))

  test('is a gzipped tar of its three members', () => {
    expect(outer.map(member => member.path)).toEqual(['./debian-binary', './data.tar.gz', './control.tar.gz'])
    expect(outer[0]!.data.toString()).toBe('2.0\n')
  })

  test('holds the files with their modes, owned by root, each directory before what is in it', () => {
    const members = inner('data.tar.gz')
    const wanted = withParents(first.entries)
    expect(members.map(({ path, type, mode, target }) => ({ path, type, mode, target }))).toEqual([
      { path: './', type: '5', mode: 0o755, target: '' },
      ...wanted.map(({ path, kind, mode, target }) => ({
        path: `./${path}${kind === 'dir' ? '/' : ''}`,
        type: TYPES[kind],
        mode,
        target,
      })),
    ])
    for (const [i, { data }] of wanted.entries()) expect(members[i + 1]!.data.equals(data)).toBe(true)
    for (const { owner, mtime } of members)
      expect([owner, mtime]).toEqual(['0:0 root:root', first.meta.mtime])
  })

  test('says in its control file what opkg wants to know', () => {
    const members = inner('control.tar.gz')
    expect(members.map(member => [member.path, member.mode])).toEqual([
      ['./', 0o755],
      ['./control', 0o644],
      ['./postinst', 0o755],
      ['./postrm', 0o755],
      ['./prerm', 0o755],
    ])
    const control = members[1]!.data.toString()
    const fields = Object.fromEntries(
      control
        .trimEnd()
        .split('\n')
        .map(line => line.split(/: (.*)/s).slice(0, 2)),
    )
    expect(fields).toMatchObject({
      Package: 'barwrt',
      Version: '0.1.0-r1',
      Architecture: 'all',
      Depends: 'libc, uhttpd, ucode-mod-fs | lua',
      License: 'AGPL-3.0-or-later',
      'Installed-Size': String(installedSize(first.entries)),
    })
    for (const name of ['Source', 'Section', 'URL', 'Maintainer', 'Description'])
      expect(fields[name]).toBeTruthy()
    expect([...first.files.keys()]).toContain('barwrt_0.1.0-r1_all.ipk')
  })
})

describe('the apk', () => {
  const bytes = fileOf(first, '.apk')
  const read = readApk(bytes)

  test('reads back as what went in, and every hash is right', () => {
    const list = first.apkEntries.map(({ path }) => `/${path}\n`)
    const files = [...first.apkEntries, { path: 'lib/apk/packages/barwrt.list' }]
      .map(entry => entry.path)
      .sort()
    expect(read.entries.map(entry => entry.path).sort()).toEqual(files)
    for (const entry of read.entries) {
      expect([entry.user, entry.group, entry.mtime]).toEqual(['root', 'root', first.meta.mtime])
      const source = first.apkEntries.find(one => one.path === entry.path)
      if (source?.kind === 'link') {
        expect([entry.target, entry.hash, entry.mode]).toEqual([source.target, '', 0o777])
        continue
      }
      expect(entry.hash, entry.path).toBe(sha256(entry.data))
      expect(entry.size, entry.path).toBe(entry.data.length)
      if (source) expect([entry.data.equals(source.data), entry.mode]).toEqual([true, source.mode])
      else
        expect(
          entry.data
            .toString()
            .split(/(?<=\n)/)
            .sort(),
        ).toEqual([...list, '/lib/apk/packages/barwrt.list\n'].sort())
    }
    expect(read.id.said).toBe(read.id.computed)
    expect(read.id.said).toHaveLength(40)
  })

  test('has its directories sorted, the root first and without a name, all 0755 and root’s', () => {
    const paths = read.dirs.map(one => one.path)
    expect(paths[0]).toBe('')
    expect(paths).toEqual([...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    for (const { mode, user, group } of read.dirs)
      expect([mode, user, group]).toEqual([0o755, 'root', 'root'])
  })

  test('says what apk wants to know', () => {
    expect(read.info).toMatchObject({
      name: 'barwrt',
      version: '0.1.0-r1',
      arch: 'noarch',
      license: 'AGPL-3.0-or-later',
    })
    // apk takes no other form of a version.
    expect(read.info.version).toMatch(/^[0-9]+(\.[0-9]+)*-r[0-9]+$/)
    expect(read.depends).toEqual(['libc', 'ucode', 'ucode-mod-fs', 'uhttpd'])
    expect(Object.keys(read.scripts).sort()).toEqual([
      'post-deinstall',
      'post-install',
      'post-upgrade',
      'pre-deinstall',
    ])
    expect(read.scripts['post-upgrade']).toMatch(/^#!\/bin\/sh\nexport PKG_UPGRADE=1\n/)
    expect(read.scripts['post-install']).toContain(
      'export pkgname="barwrt"\nadd_group_and_user\ndefault_postinst\n',
    )
    expect([...first.files.keys()]).toContain('barwrt-0.1.0-r1.apk')
  })

  if (real.apk)
    test('is, before it is compressed, byte for byte what `apk mkpkg` makes of the same tree', () => {
      const tree = join(dir, 'tree')
      const run = (...args: string[]) => {
        const { status, stderr, stdout } = spawnSync(real.apk!, args, {
          encoding: 'utf8',
          env: { ...process.env, SOURCE_DATE_EPOCH: String(first.meta.mtime) },
        })
        expect(status, stderr).toBe(0)
        return stdout
      }
      writeFileSync(join(dir, 'ours.apk'), bytes)
      run('verify', '--allow-untrusted', join(dir, 'ours.apk'))
      spawnSync('mkdir', [tree])
      run('extract', '--allow-untrusted', '--destination', tree, join(dir, 'ours.apk'))
      const { meta } = first
      const info = {
        ...{ name: meta.name, version: meta.version, description: meta.description, arch: 'noarch' },
        ...{ license: meta.license, origin: meta.name, maintainer: meta.maintainer, url: meta.url },
        depends: DEPENDS.apk.join(' '),
      }
      const scripts = Object.entries(read.scripts).flatMap(([name, text]) => {
        writeFileSync(join(dir, name), text)
        return ['-s', `${name}:${join(dir, name)}`]
      })
      run(
        ...[
          'mkpkg',
          '--no-xattrs',
          '--compat',
          '3.0.0_pre1',
          '-F',
          tree,
          '-o',
          join(dir, 'theirs.apk'),
          ...scripts,
        ],
        ...Object.entries(info).flatMap(([key, value]) => ['-I', `${key}:${value}`]),
      )
      const [ours, theirs] = [readAdbFile(bytes), readAdbFile(readFileSync(join(dir, 'theirs.apk')))]
      expect(ours.adb.equals(theirs.adb)).toBe(true)
      expect(ours.data.length).toBe(theirs.data.length)
      for (const [i, data] of ours.data.entries()) expect(data.equals(theirs.data[i]!)).toBe(true)
    })

  if (real.apk)
    test('is indexed as `apk mkndx` would index it', () => {
      const dump = (path: string) =>
        spawnSync(real.apk!, ['adbdump', path], { encoding: 'utf8' }).stdout.replace(/^# ADB block.*$/m, '')
      writeFileSync(join(dir, 'barwrt-0.1.0-r1.apk'), bytes)
      writeFileSync(join(dir, 'ours.adb'), first.files.get('apk/packages.adb')!)
      const { status } = spawnSync(
        real.apk!,
        ['mkndx', '--allow-untrusted', '-d', 'BarWRT', '-o', 'theirs.adb', 'barwrt-0.1.0-r1.apk'],
        { cwd: dir },
      )
      expect(status).toBe(0)
      expect(dump(join(dir, 'ours.adb'))).toContain('name: barwrt')
      expect(dump(join(dir, 'ours.adb'))).toBe(dump(join(dir, 'theirs.adb')))
    })
})

describe('the ADB reader', () => {
  const bytes = fileOf(first, '.apk')
  const { adb, data } = readAdbFile(bytes)

  test('refuses a file that is cut or has a byte too many in its padding', () => {
    const plain = Buffer.concat([
      Buffer.from('ADB.pckg'),
      Buffer.from([4 + adb.length, (4 + adb.length) >> 8, 0, 0]),
      adb,
    ])
    expect(() => readAdbFile(plain.subarray(0, -9))).toThrow(/cut/)
    const padded = Buffer.concat([plain, Buffer.alloc((8 - (plain.length % 8)) % 8, 1)])
    if (padded.length > plain.length) expect(() => readAdbFile(padded)).toThrow(/padded/)
    expect(() => readAdbFile(Buffer.from('nothing'))).toThrow(/no ADB/)
    expect(data.length).toBeGreaterThan(5)
  })
})

describe('the feeds', () => {
  test('opkg: Packages has each ipk with its size and hash, and Packages.gz is the same', () => {
    const list = first.files.get('opkg/Packages')!
    expect(gunzipSync(first.files.get('opkg/Packages.gz')!).equals(list)).toBe(true)
    const [, name] = /^Filename: (.*)$/m.exec(list.toString())!
    const ipk = first.files.get(`opkg/${name}`)!
    expect(list.toString()).toMatch(new RegExp(`^Size: ${ipk.length}\nSHA256sum: ${sha256(ipk)}$`, 'm'))
    expect(list.toString()).toMatch(/\n\n$/)
  })
})

describe('a further package', () => {
  test('takes its words from the same Makefile', () => {
    const text = readFileSync(join(PROJECT, 'openwrt-package/Makefile'), 'utf8')
    const more =
      'define Package/barwrt-more\n  TITLE:=More\nendef\n\ndefine Package/barwrt-more/description\n  More of it.\nendef\n'
    const words = readMakefile(`${text}${more}`, 'barwrt-more')
    expect(words).toEqual({
      ...readMakefile(text),
      name: 'barwrt-more',
      description: 'More of it.',
      conffiles: [],
      postrm: '',
    })
    expect(() => readMakefile(text, 'barwrt-more')).toThrow(/nothing matches .*barwrt-more/)
  })

  test('lies beside the first in both feeds, and needs no script of its own', async () => {
    const more = {
      meta: { ...first.meta, name: 'barwrt-more', description: 'More of it.' },
      depends: { opkg: 'libc, barwrt', apk: ['libc', 'barwrt'] },
      entries: [file('usr/share/barwrt/www/more/index.html', 'more')],
      scripts: scripts(),
    }
    const barwrt = { ...more, meta: first.meta, depends: DEPENDS, entries: [] }
    const files = await makeFiles([more, barwrt])
    const { version } = first.meta
    expect([...files.keys()].filter(name => name.includes('more'))).toEqual([
      `barwrt-more_${version}_all.ipk`,
      `opkg/barwrt-more_${version}_all.ipk`,
      `barwrt-more-${version}.apk`,
      `apk/barwrt-more-${version}.apk`,
    ])
    const list = files.get('opkg/Packages')!.toString()
    expect([...list.matchAll(/^Package: (.*)$/gm)].map(match => match[1])).toEqual(['barwrt-more', 'barwrt'])
    expect(list).toContain('Depends: libc, barwrt\n')
    const read = readApk(files.get(`barwrt-more-${version}.apk`)!)
    expect(read.info).toMatchObject({ name: 'barwrt-more', version })
    expect(read.depends).toEqual(['barwrt', 'libc'])
    expect(Object.keys(read.scripts)).not.toContain('post-deinstall')
    const control = readTar(
      gunzipSync(readTar(gunzipSync(files.get(`barwrt-more_${version}_all.ipk`)!))[2]!.data),
    )
    expect(control.map(member => member.path)).toEqual(['./', './control', './postinst', './prerm'])
  })
})

describe('what comes beside the bar', async () => {
  const addons = await makeAddons()
  const entriesOf = (part: string) => addons.find(addon => addon.part === part)!.entries
  const www = 'usr/share/barwrt/www'

  test('is in packages of its own, each with words in the Makefile and built by it', () => {
    const makefile = readFileSync(join(PROJECT, 'openwrt-package/Makefile'), 'utf8')
    for (const addon of addons) {
      const { meta, depends } = addonPackage(makefile, first.meta, addon)
      expect(meta).toMatchObject({ name: `barwrt-${addon.part}`, version: first.meta.version })
      expect(depends).toEqual({ opkg: 'libc, barwrt', apk: ['libc', 'barwrt'] })
      expect(makefile).toContain(`$(PKG_BUILD_DIR)/root-${addon.part}/usr/.`)
      expect(makefile).toContain(`$(eval $(call BuildPackage,barwrt-${addon.part}))`)
    }
  })

  test('texts: a file a language, stored as it is sent', () => {
    const entries = entriesOf('texts')
    expect(entries.map(({ path }) => path)).toEqual(
      Object.keys(others).map(code => `${www}/texts/${code}.json`),
    )
    for (const { data } of entries)
      expect(Object.keys(JSON.parse(gunzipSync(data).toString()))).toEqual(['t', 'o'])
    expect(installedSize(entries)).toBeLessThan(64 * 1024)
  })

  test('the handbook: a page a language, stored as it is sent, all of it small enough for a router', async () => {
    const entries = entriesOf('handbook')
    const languages = (await handbookLanguages()).sort()
    expect(entries.map(({ path }) => path)).toEqual(languages.map(code => `${www}/handbook/${code}.html`))
    for (const [i, { data }] of entries.entries()) {
      expect(gunzipSync(data).toString()).toContain(`<html lang="${languages[i]}">`)
      expect(data.length, languages[i]).toBeLessThan(500 * 1024)
    }
    expect(installedSize(entries)).toBeLessThan(1280 * 1024)
  })
})

/** Read once: whoever works on the sources while the tests run must not make them fail. */
const sources = await readSources()
const source = await makeSource(first, sources)

test('the same sources give the same bytes', { timeout: 180_000 }, async () => {
  const again = await makePackages(html, { mtime: first.meta.mtime, release: '1' })
  expect([...again.files.keys()]).toEqual([...first.files.keys()])
  for (const [name, bytes] of again.files) expect(sha256(bytes), name).toBe(sha256(first.files.get(name)!))
  for (const [name, bytes] of await makeSource(again, sources))
    expect(sha256(bytes), name).toBe(sha256(source.get(name)!))
})

describe('the source tarball', () => {
  test('has the built files for OpenWrt’s build, the sources of all of them, and the licence', () => {
    const tarball = source.get('barwrt-0.1.0.tar.gz')!
    const members = new Map(readTar(gunzipSync(tarball)).map(member => [member.path, member]))
    for (const { path, kind, mode, data, target } of first.entries) {
      const member = members.get(`./barwrt-0.1.0/root/${path}`)!
      expect([member.type, member.mode, member.target], path).toEqual([TYPES[kind], mode, target])
      expect(member.data.equals(data), path).toBe(true)
    }
    const needed = [
      'LICENSE',
      'package.json',
      'package-lock.json',
      'src/main.ts',
      'build/package.ts',
      'build/app.ts',
    ]
    const shims = ['shim.uc', 'shim.lua'].map(name => `openwrt-package/root/usr/share/barwrt/${name}`)
    for (const path of [...needed, ...shims])
      expect(
        members.get(`./barwrt-0.1.0/${path}`)?.data.equals(sources.find(one => one.path === path)!.data),
        path,
      ).toBe(true)
    expect(members.get('./barwrt-0.1.0/openwrt-package/root/etc/init.d/barwrt')!.mode).toBe(0o755)
    expect(source.get('barwrt/Makefile')!.toString()).toContain(`\nPKG_HASH:=${sha256(tarball)}\n`)
  })
})

describe('the feed Makefile', () => {
  const text = readFileSync(join(PROJECT, 'openwrt-package/Makefile'), 'utf8')
  const makefile = readMakefile(text)
  const release = source.get('barwrt/Makefile')!.toString()

  test('has the version of package.json', () => {
    expect(makefile.version).toBe(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')).version)
  })

  test('follows the review rules of openwrt/packages', () => {
    // The name is spelled out where it is defined, called or evaluated.
    expect(release).not.toMatch(/^define .*\$\(PKG_NAME\)|(call|eval).*\$\(PKG_NAME\)/m)
    expect(release).toContain('$(eval $(call BuildPackage,barwrt))')
    expect(release).toMatch(/^# SPDX-License-Identifier: /)
    for (const name of ['PKG_MAINTAINER', 'PKG_LICENSE', 'PKG_LICENSE_FILES', 'PKG_SOURCE', 'PKG_SOURCE_URL'])
      expect(release).toMatch(new RegExp(`^${name}:=.+$`, 'm'))
    expect(release).toMatch(/^PKG_RELEASE:=[1-9][0-9]*$/m)
    expect(release).toMatch(/^PKG_HASH:=[0-9a-f]{64}$/m)
    expect(release).toMatch(/^ {2}PKGARCH:=all$/m)
    // Two spaces in what describes, tabs in what runs.
    for (const name of ['Package/barwrt', 'Package/barwrt/description'])
      for (const line of new RegExp(`^define ${name}\\n([^]*?)^endef`, 'm')
        .exec(release)![1]!
        .trimEnd()
        .split('\n'))
        expect(line).toMatch(/^ {2}\S/)
    for (const line of /^define Package\/barwrt\/install\n([\s\S]*?)^endef/m
      .exec(release)![1]!
      .trimEnd()
      .split('\n'))
      expect(line).toMatch(/^\t\S/)
    for (const path of makefile.conffiles.filter(path => !path.startsWith('/etc/config/')))
      expect(path).toMatch(/\/$/)
    expect(release).not.toMatch(/[ \t]$/m)
  })

  test('keeps through sysupgrade what our own packages keep', () => {
    const kept = first.entries.find(entry => entry.path === 'lib/upgrade/keep.d/barwrt')!.data.toString()
    expect(kept.trim().split('\n')).toEqual(makefile.conffiles)
  })

  if (spawnSync('make', ['--version']).status === 0)
    test('gives the postrm to make as it is in the packages', () => {
      // make expands the block as OpenWrt's build does, and hands it to the shell through the environment.
      const rules = `${text.replace(/^include .*$/gm, '').replace(/^\$\(eval.*$/m, '')}
export TEXT:=$(Package/barwrt/postrm)
all:
\t@printenv TEXT
`
      writeFileSync(join(dir, 'Makefile'), rules)
      const { stdout, stderr } = spawnSync('make', ['-s', '-C', dir], { encoding: 'utf8' })
      expect(stdout, stderr).toBe(makefile.postrm)
    })
})

/** What lies beside the page in the web root for hosts with HTTPS. */
const BESIDE = ['sw.js', 'manifest.json', 'icon-192.png', 'icon-512.png'].map(name => `www/${name}`)
/** The app itself. */
const APP = ['www/index.html', 'www/office.js']
/** Whether an entry is neither the app nor beside it. */
const isNoApp = ({ path }: Entry): boolean => ![...BESIDE, ...APP].some(name => path.endsWith(`/${name}`))

describe('what is on the router', () => {
  test('is every file of openwrt-package/root, and a few that are made', () => {
    const root = join(PROJECT, 'openwrt-package/root')
    const paths = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
    const made = ['packed.gz', 'headers.json', 'version', 'www/pulse', ...APP, ...BESIDE]
    expect(first.entries.map(entry => entry.path).sort()).toEqual(
      [...paths, ...made.map(name => `usr/share/barwrt/${name}`)]
        .filter(path => !/(qr\.awk|service\.sh|command\.sh)$/.test(path))
        .sort(),
    )
  })

  test('has its packed files back as they were, but for comments and indents', () => {
    const packed = first.entries.find(entry => entry.path.endsWith('packed.gz'))!.data
    for (const name of PACKED) {
      const text = sources.find(one => one.path === `openwrt-package/root/usr/share/barwrt/${name}`)!.data
      expect(unpack(packed, name), name).toBe(strip(name, text.toString()))
    }
    expect(unpack(packed, 'nothing')).toBe('')
  })

  test('runs what must run, and nothing else may', () => {
    const runs = first.entries
      .filter(entry => entry.kind === 'file' && entry.mode & 0o111)
      .map(entry => entry.path)
    expect(runs.sort()).toEqual(['etc/init.d/barwrt', 'usr/bin/barwrt', 'usr/share/barwrt/www/cgi-bin/db'])
  })

  test('has no Lua in it where there is none: 25.12 and later', () => {
    const paths = (entries: Entry[]) => entries.map(entry => entry.path)
    const lua = 'usr/share/barwrt/shim.lua'
    expect(paths(first.apkEntries)).toEqual(paths(first.entries).filter(path => path !== lua))
    const packed = first.apkEntries.find(entry => entry.path.endsWith('packed.gz'))!.data
    for (const name of PACKED)
      expect(unpack(packed, name)).toBe(name === 'shim.lua' ? '' : unpack(packed, name) || 'missing')
    const rest = first.apkEntries.filter(isNoApp)
    expect(installedSize(rest)).toBeLessThan(19.5 * 1024)
  })

  test('weighs no more than 28 KB besides the app, which has a budget of its own', () => {
    const rest = first.entries.filter(isNoApp)
    expect(installedSize(rest)).toBeLessThan(28 * 1024)
  })

  test('has at most 4 KB beside the page for hosts with HTTPS', () => {
    const beside = first.entries.filter(({ path }) => BESIDE.some(name => path.endsWith(`/${name}`)))
    expect(beside).toHaveLength(BESIDE.length)
    expect(installedSize(beside)).toBeLessThan(4 * 1024)
  })

  test('has lost its comments and indents and nothing else', () => {
    const text =
      '#!/bin/sh\n# SPDX-License-Identifier: X\n# why\n\nrun "# no comment"\n\t# why\n\tend # said\n'
    expect(strip('etc/init.d/x', text)).toBe(
      '#!/bin/sh\n# SPDX-License-Identifier: X\nrun "# no comment"\nend # said\n',
    )
    expect(strip('a.lua', '-- why\nx = 1 -- y\n')).toBe('x = 1 -- y\n')
    expect(strip('a.uc', '// why\nlet a; // y\n')).toBe('let a; // y\n')
    expect(strip('a.html', '# kept\n')).toBe('# kept\n')
  })

  test('is plain sh: busybox ash reads every script', () => {
    const scripts = first.entries.filter(
      ({ path, kind, data }) =>
        kind === 'file' && (/\.sh$|uci-defaults/.test(path) || data.toString('latin1', 0, 9) === '#!/bin/sh'),
    )
    expect(scripts.length).toBe(5)
    const packed = first.entries.find(entry => entry.path.endsWith('packed.gz'))!.data
    for (const name of PACKED.filter(name => name.endsWith('.sh')))
      scripts.push(file(name, unpack(packed, name)))
    for (const { path, data } of scripts) {
      const { status, stderr } = spawnSync('busybox', ['ash', '-n'], { input: data, encoding: 'utf8' })
      expect(`${status}${stderr}`, path).toBe('0')
      // Words of bash that busybox does not have on every router, or not at all.
      expect(data.toString(), path).not.toMatch(/\[\[|\bfunction \w|<\(|\bdeclare\b|\bsource\b|\$'|&>/)
    }
  })
})
