// SPDX-License-Identifier: AGPL-3.0-or-later
import { AdbReader, AdbWriter, adbFile, blobAt, readAdbFile, type Word } from './adb.ts'
import { deflate } from './gzip.ts'
import {
  type Entry,
  file,
  installedSize,
  type Meta,
  type Product,
  type Scripts,
  sha256,
  withParents,
} from './tree.ts'

/** Slots of apk's objects (apk-tools, src/apk_adb.h). */
const PKG = { info: 1, paths: 2, scripts: 3 } as const
const INFO = {
  name: 1,
  version: 2,
  hashes: 3,
  description: 4,
  arch: 5,
  license: 6,
  origin: 7,
  maintainer: 8,
  url: 9,
  installedSize: 0xc,
  fileSize: 0xd,
  depends: 0xf,
} as const
const ACL = { mode: 1, user: 2, group: 3 } as const
const FILE = { name: 1, acl: 2, size: 3, mtime: 4, hash: 5, target: 6 } as const
const DIR = { name: 1, acl: 2, files: 3 } as const
const INDEX = { description: 1, packages: 2 } as const
/** What happens, in the order of the slots. */
const SCRIPTS = [
  'trigger',
  'pre-install',
  'post-install',
  'pre-deinstall',
  'post-deinstall',
  'pre-upgrade',
  'post-upgrade',
] as const
export type ApkScripts = Partial<Record<(typeof SCRIPTS)[number], string>>

/** A package's unique id: 20 bytes, as long as a SHA-1, of the SHA-256 over its ADB with these bytes zero. */
const ID = 20
const SYMLINK = Buffer.from([0x00, 0xa0])

const split = (path: string): [parent: string, name: string] => {
  const at = path.lastIndexOf('/')
  return [path.slice(0, Math.max(at, 0)), path.slice(at + 1)]
}

/** The ADB of a package, in the very order in which `apk mkpkg` writes, and what its data blocks hold. */
const packageAdb = (
  meta: Meta,
  depends: string[],
  scripts: ApkScripts,
  entries: Entry[],
): { adb: Buffer; data: Buffer[] } => {
  const adb = new AdbWriter()
  const acl = (mode: number): Word =>
    adb.object({ [ACL.mode]: adb.int(mode), [ACL.user]: adb.blob('root'), [ACL.group]: adb.blob('root') })

  const info: Record<number, Word> = {}
  info[INFO.name] = adb.blob(meta.name)
  info[INFO.version] = adb.blob(meta.version)
  info[INFO.description] = adb.blob(meta.description)
  info[INFO.arch] = adb.blob('noarch')
  info[INFO.license] = adb.blob(meta.license)
  info[INFO.origin] = adb.blob(meta.name)
  info[INFO.maintainer] = adb.blob(meta.maintainer)
  info[INFO.url] = adb.blob(meta.url)
  info[INFO.depends] = adb.array([...depends].sort().map(name => adb.object({ 1: adb.blob(name) })))

  const all = withParents(entries)
  const paths: Word[] = []
  const data: Buffer[] = []
  // The root directory has an empty name.
  for (const path of ['', ...all.filter(entry => entry.kind === 'dir').map(entry => entry.path)]) {
    const inside = all.filter(entry => entry.kind !== 'dir' && split(entry.path)[0] === path)
    const files = inside.map((entry, i) => {
      const slots: Record<number, Word> = { [FILE.name]: adb.blob(split(entry.path)[1]) }
      if (entry.kind === 'file') slots[FILE.hash] = adb.blob(sha256(entry.data))
      else slots[FILE.target] = adb.blob(Buffer.concat([SYMLINK, Buffer.from(entry.target)]))
      slots[FILE.mtime] = adb.int(meta.mtime)
      slots[FILE.size] = adb.int(entry.kind === 'link' ? entry.target.length : entry.data.length)
      slots[FILE.acl] = acl(entry.mode)
      if (entry.data.length > 0) {
        const at = Buffer.alloc(8)
        at.writeUInt32LE(paths.length + 1, 0)
        at.writeUInt32LE(i + 1, 4)
        data.push(Buffer.concat([at, entry.data]))
      }
      return adb.object(slots)
    })
    const slots: Record<number, Word> = { [DIR.name]: adb.blob(path), [DIR.acl]: acl(0o755) }
    slots[DIR.files] = adb.array(files)
    paths.push(adb.object(slots))
  }

  info[INFO.installedSize] = adb.int(installedSize(entries))
  const id = adb.blob(Buffer.alloc(ID), false)
  info[INFO.hashes] = id
  const root: Record<number, Word> = { [PKG.info]: adb.object(info), [PKG.paths]: adb.array(paths) }
  root[PKG.scripts] = adb.object(
    Object.fromEntries(SCRIPTS.map((name, i) => [i + 1, adb.blob(scripts[name] ?? '')])),
  )
  const bytes = adb.finish(adb.object(root))
  sha256(bytes).copy(bytes, blobAt(bytes, id).start, 0, ID)
  return { adb: bytes, data }
}

/**
 * What OpenWrt's own scripts look for in an apk package: `default_postinst` reads the list for init scripts and
 * uci-defaults. opkg keeps such a list by itself.
 */
const withList = (name: string, entries: Entry[]): Entry[] => {
  const path = `lib/apk/packages/${name}.list`
  const paths = [...entries.filter(entry => entry.kind !== 'dir').map(entry => entry.path), path].sort()
  return [...entries, file(path, paths.map(path => `/${path}\n`).join(''))]
}

/** The package scripts in apk's words: OpenWrt's post-install and pre-deinstall name the package themselves. */
export const apkScripts = (name: string, { postinst, prerm, postrm }: Scripts): ApkScripts => {
  const named = (script: string) =>
    script.replace(
      /^(default_\w+).*$/m,
      `export root="\${IPKG_INSTROOT}"\nexport pkgname="${name}"\n${postinst === script ? 'add_group_and_user\n' : ''}$1`,
    )
  const install = named(postinst)
  return {
    'post-install': install,
    'post-upgrade': install.replace('#!/bin/sh\n', '#!/bin/sh\nexport PKG_UPGRADE=1\n'),
    'pre-deinstall': named(prerm),
    'post-deinstall': postrm,
  }
}

/** An unsigned package for apk v3. The same input gives the same bytes. */
export const apk = async ({
  meta,
  depends,
  scripts,
  entries,
  apkEntries = entries,
}: Product): Promise<Buffer> => {
  const tree = withList(meta.name, apkEntries)
  const { adb, data } = packageAdb(meta, depends.apk, apkScripts(meta.name, scripts), tree)
  const plain = adbFile('pckg', adb, data)
  return Buffer.concat([Buffer.from('ADBd'), await deflate(plain)])
}

/** One file of a package as it is read back. */
export interface ReadEntry {
  path: string
  mode: number
  user: string
  group: string
  mtime: number
  size: number
  hash: string
  target: string
  data: Buffer
}

export interface ReadPackage {
  info: Record<Exclude<keyof typeof INFO, 'depends' | 'hashes'>, string | number>
  depends: string[]
  /** The unique id as the package says it, and as it must be. */
  id: { said: string; computed: string }
  dirs: { path: string; mode: number; user: string; group: string }[]
  entries: ReadEntry[]
  scripts: ApkScripts
}

/**
 * Reads a package back by the format's description, with nothing of the writer's state.
 * @throws when a block names a file that is not there, or a file's bytes are missing
 */
export const readApk = (bytes: Buffer): ReadPackage => {
  const { schema, adb, data } = readAdbFile(bytes)
  if (schema !== 'pckg') throw new Error(`an ADB of ${schema}, not a package`)
  const at = new AdbReader(adb)
  const root = at.slots(at.root)
  const info = at.slots(root[PKG.info]!)
  const said = at.blob(info[INFO.hashes])
  const zeroed = Buffer.from(adb)
  zeroed.fill(0, said.byteOffset - adb.byteOffset, said.byteOffset - adb.byteOffset + said.length)
  const owner = (word: Word | undefined) => {
    const acl = at.slots(word ?? 0)
    return { mode: at.int(acl[ACL.mode]), user: at.text(acl[ACL.user]), group: at.text(acl[ACL.group]) }
  }
  const blocks = new Map(data.map(one => [`${one.readUInt32LE(0)}/${one.readUInt32LE(4)}`, one.subarray(8)]))
  const dirs: ReadPackage['dirs'] = []
  const entries: ReadEntry[] = []
  for (const [i, word] of at.items(root[PKG.paths]!).entries()) {
    const slots = at.slots(word)
    const parent = at.text(slots[DIR.name])
    dirs.push({ path: parent, ...owner(slots[DIR.acl]) })
    for (const [j, one] of at.items(slots[DIR.files] ?? 0).entries()) {
      const file = at.slots(one)
      const target = at.blob(file[FILE.target])
      const size = at.int(file[FILE.size])
      const block = blocks.get(`${i + 1}/${j + 1}`)
      blocks.delete(`${i + 1}/${j + 1}`)
      if (target.length === 0 && size > 0 && block?.length !== size)
        throw new Error(`${at.text(file[FILE.name])}: ${block?.length} of ${size} bytes`)
      if (target.length > 0 && !target.subarray(0, 2).equals(SYMLINK)) throw new Error('an odd target')
      entries.push({
        path: `${parent}${parent && '/'}${at.text(file[FILE.name])}`,
        ...owner(file[FILE.acl]),
        mtime: at.int(file[FILE.mtime]),
        size,
        hash: at.blob(file[FILE.hash]).toString('hex'),
        target: target.toString('utf8', 2),
        data: block ?? Buffer.alloc(0),
      })
    }
  }
  if (blocks.size > 0) throw new Error('a data block of no file')
  const scripts = at.slots(root[PKG.scripts] ?? 0)
  const { depends: _, hashes: __, installedSize: size, fileSize: ___, ...texts } = INFO
  return {
    info: {
      ...(Object.fromEntries(
        Object.entries(texts).map(([name, slot]) => [name, at.text(info[slot])]),
      ) as Record<keyof typeof texts, string>),
      installedSize: at.int(info[size]),
      fileSize: at.int(info[INFO.fileSize]),
    },
    depends: at.items(info[INFO.depends] ?? 0).map(one => at.text(at.slots(one)[1])),
    id: { said: said.toString('hex'), computed: sha256(zeroed).toString('hex', 0, said.length) },
    dirs,
    entries,
    scripts: Object.fromEntries(
      SCRIPTS.map((name, i) => [name, at.text(scripts[i + 1])]).filter(([, text]) => text),
    ),
  }
}

/**
 * The index of a feed, `packages.adb`, unsigned. A package in it is known by the SHA-256 of its whole ADB.
 * @param packages the bytes of each `.apk`
 */
export const apkIndex = async (description: string, packages: Buffer[]): Promise<Buffer> => {
  const adb = new AdbWriter()
  const infos = packages.map(bytes => {
    const from = readAdbFile(bytes).adb
    const at = new AdbReader(from)
    const info = at.slots(at.slots(at.root)[PKG.info]!)
    const slots: Record<number, Word> = {}
    for (const slot of Object.values(INFO)) {
      if (slot === INFO.hashes) slots[slot] = adb.blob(sha256(from))
      else if (slot === INFO.fileSize) slots[slot] = adb.int(bytes.length)
      else if (slot === INFO.installedSize) slots[slot] = adb.int(at.int(info[slot]))
      else if (slot === INFO.depends)
        slots[slot] = adb.array(
          at.items(info[slot] ?? 0).map(one => adb.object({ 1: adb.blob(at.blob(at.slots(one)[1])) })),
        )
      else slots[slot] = adb.blob(at.blob(info[slot]))
    }
    return { name: at.text(info[INFO.name]), word: adb.object(slots) }
  })
  infos.sort((a, b) => (a.name < b.name ? -1 : 1))
  const root = adb.object({
    [INDEX.description]: adb.blob(description),
    [INDEX.packages]: adb.array(infos.map(one => one.word)),
  })
  return Buffer.concat([Buffer.from('ADBd'), await deflate(adbFile('indx', adb.finish(root)))])
}
