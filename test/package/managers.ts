import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import { apk } from '../../build/package/apk.ts'
import { scripts as scriptsOf } from '../../build/package/router.ts'
import { type Entry, withParents } from '../../build/package/tree.ts'
import type { Packages } from '../../build/package.ts'
import { fileOf } from './packages.ts'
import { type Ended, Router, type RouterOptions, real } from './router.ts'

/** What installs packages on a router. */
export interface Manager {
  name: string
  /** A root on which it may begin. */
  start: (options: RouterOptions) => Promise<Router>
  /** Installs a package file, upgrading what is there. */
  install: (router: Router, packages: Packages) => Ended
  /** Installs over the same version. */
  reinstall: (router: Router, packages: Packages) => Ended
  /** Puts the files there and dies before any script: a power cut. */
  half: (router: Router, packages: Packages) => void
  remove: (router: Router) => Ended
}

const INFO = '/usr/lib/opkg/info'

/** Puts entries into a root. */
export const unpack = (router: Router, entries: Entry[]): void => {
  for (const { path, kind, data, mode, target } of withParents(entries)) {
    if (kind === 'dir') continue
    rmSync(router.path(path), { force: true })
    mkdirSync(dirname(router.path(path)), { recursive: true })
    if (kind === 'link') symlinkSync(target, router.path(path))
    else router.write(path, data, mode)
  }
}

const script = (router: Router, name: string, argument: string, upgrade: boolean): Ended =>
  router.has(`${INFO}/barwrt.${name}`)
    ? router.run(['sh', `${INFO}/barwrt.${name}`, argument], { env: { PKG_UPGRADE: upgrade ? '1' : '0' } })
    : { status: 0, stdout: '', stderr: '' }

const installedPaths = (router: Router): string[] =>
  router.has(`${INFO}/barwrt.list`) ? router.read(`${INFO}/barwrt.list`).trim().split('\n') : []

/**
 * No package manager: what opkg does, in its order (libopkg/opkg_install.c, opkg_remove.c), for machines without it.
 */
const imitated: Manager = {
  name: 'an imitation of opkg',
  start: async options => new Router({ ...options, opkg: undefined, apk: undefined }),
  half: (router, packages) => unpack(router, packages.entries),
  install: (router, packages) => {
    const upgrade = router.has(`${INFO}/barwrt.list`)
    if (upgrade) {
      script(router, 'prerm', 'upgrade', true)
      script(router, 'postrm', 'upgrade', true)
      for (const path of installedPaths(router)) rmSync(router.path(path), { force: true })
    }
    unpack(router, packages.entries)
    for (const [name, text] of Object.entries(scriptsOf(packages.postrm)))
      router.write(`${INFO}/barwrt.${name}`, text, 0o755)
    const paths = packages.entries.map(entry => `/${entry.path}\n`)
    router.write(`${INFO}/barwrt.list`, paths.join(''))
    return script(router, 'postinst', 'configure', upgrade)
  },
  reinstall: (router, packages) => imitated.install(router, packages),
  remove: router => {
    const ended = script(router, 'prerm', 'remove', false)
    for (const path of installedPaths(router)) rmSync(router.path(path), { force: true })
    script(router, 'postrm', 'remove', false)
    rmSync(router.path(INFO), { recursive: true })
    return ended
  },
}

const opkg: Manager = {
  name: 'opkg',
  start: async options => new Router({ ...options, opkg: real.opkg, apk: undefined }),
  half: imitated.half,
  install: (router, packages) => {
    router.write('/tmp/barwrt.ipk', fileOf(packages, '.ipk'))
    return router.run(['opkg', 'install', '/tmp/barwrt.ipk'])
  },
  reinstall: (router, packages) => {
    router.write('/tmp/barwrt.ipk', fileOf(packages, '.ipk'))
    return router.run(['opkg', 'install', '--force-reinstall', '/tmp/barwrt.ipk'])
  },
  remove: router => router.run(['opkg', 'remove', 'barwrt']),
}

/** Packages that a 25.12 router has; here only their names. */
const present = async (router: Router, names: string[]): Promise<void> => {
  const scripts = { postinst: '', prerm: '', postrm: '' }
  const depends = { opkg: '', apk: [] }
  const about = {
    version: '1-r0',
    description: '',
    license: '',
    section: '',
    url: '',
    maintainer: '',
    mtime: 1,
  }
  for (const name of names)
    router.write(`/tmp/${name}.apk`, await apk({ meta: { name, ...about }, depends, scripts, entries: [] }))
  const added = router.run([
    ...['apk', 'add', '--initdb', '--allow-untrusted', '--no-network'],
    ...names.map(name => `/tmp/${name}.apk`),
  ])
  if (added.status !== 0) throw new Error(added.stderr)
}

const apkTools: Manager = {
  name: 'apk',
  start: async options => {
    const router = new Router({ ...options, opkg: undefined, apk: real.apk })
    await present(router, ['libc', 'uhttpd', 'ucode', 'ucode-mod-fs'])
    return router
  },
  half: (router, packages) => unpack(router, packages.apkEntries),
  install: (router, packages) => {
    router.write('/tmp/barwrt.apk', fileOf(packages, '.apk'))
    return router.run(['apk', 'add', '--allow-untrusted', '--no-network', '/tmp/barwrt.apk'])
  },
  reinstall: (router, packages) => {
    router.write('/tmp/barwrt.apk', fileOf(packages, '.apk'))
    return router.run([
      ...['apk', 'add', '--allow-untrusted', '--no-network', '--force-overwrite', '/tmp/barwrt.apk'],
    ])
  },
  remove: router => router.run(['apk', 'del', '--no-network', 'barwrt']),
}

export const managers: Manager[] = [imitated, ...(real.opkg ? [opkg] : []), ...(real.apk ? [apkTools] : [])]
