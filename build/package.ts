// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm run package`: the packages for routers, without OpenWrt's SDK, and what they weigh.
import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Addon, addonPackage, makeAddons } from './package/addon.ts'
import { apk, apkIndex } from './package/apk.ts'
import { packagesEntry } from './package/feed.ts'
import { gzip } from './package/gzip.ts'
import { ipk } from './package/ipk.ts'
import { readMakefile, withHash } from './package/makefile.ts'
import { routerFiles, scripts } from './package/router.ts'
import { tar } from './package/tar.ts'
import {
  type Entry,
  file,
  installedSize,
  type Meta,
  type Product,
  sha256,
  withParents,
} from './package/tree.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** Every router from 19.07 on has these with LuCI. opkg takes alternatives; apk came when ucode was everywhere. */
export const DEPENDS = {
  opkg: 'libc, uhttpd, ucode-mod-fs | lua',
  apk: ['libc', 'ucode', 'ucode-mod-fs', 'uhttpd'],
}

/** What the source tarball has besides the built files: all that they are built from. */
const SOURCES = ['src', 'build', 'openwrt-package', 'docs']
const SOURCE_FILES = ['LICENSE', 'README.md', 'package.json', 'package-lock.json', 'tsconfig.json']

/** The time of every file: SOURCE_DATE_EPOCH, else the last commit's. */
const sourceDate = (): number => {
  const given = process.env.SOURCE_DATE_EPOCH
  if (given && /^[0-9]+$/.test(given)) return Number(given)
  try {
    const time = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: PROJECT, stdio: 'pipe' })
    return Number(time.toString())
  } catch {
    throw new Error(
      'Not a git checkout: give the files a time, SOURCE_DATE_EPOCH=$(date +%s) npm run package',
    )
  }
}

/** The files that everything here is made from. */
export const readSources = async (): Promise<Entry[]> => {
  const found: Entry[] = []
  const add = async (path: string) => {
    const info = await stat(join(PROJECT, path)).catch(() => undefined)
    if (info) found.push(file(path, await readFile(join(PROJECT, path)), info.mode & 0o100 ? 0o755 : 0o644))
  }
  for (const path of SOURCE_FILES) await add(path)
  for (const folder of SOURCES)
    for (const entry of await readdir(join(PROJECT, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) await add(join(entry.parentPath, entry.name).slice(PROJECT.length))
  return found
}

/** Packages as both managers take them, and a feed for each that lists all. File name below dist/ → bytes. */
export const makeFiles = async (products: Product[]): Promise<Map<string, Buffer>> => {
  const files = new Map<string, Buffer>()
  const list: string[] = []
  const apks: Buffer[] = []
  for (const product of products) {
    const { name, version } = product.meta
    const ipkName = `${name}_${version}_all.ipk`
    const apkName = `${name}-${version}.apk`
    const [ipkBytes, apkBytes] = [await ipk(product), await apk(product)]
    for (const folder of ['', 'opkg/']) files.set(`${folder}${ipkName}`, ipkBytes)
    for (const folder of ['', 'apk/']) files.set(`${folder}${apkName}`, apkBytes)
    list.push(packagesEntry(product, ipkName, ipkBytes))
    apks.push(apkBytes)
  }
  const packages = Buffer.from(list.join(''))
  files.set('opkg/Packages', packages)
  files.set('opkg/Packages.gz', await gzip(packages))
  files.set('apk/packages.adb', await apkIndex('BarWRT', apks))
  return files
}

export interface Packages {
  /** File name below dist/ → bytes. */
  files: Map<string, Buffer>
  /** What the package `barwrt` puts on a router: the ipk, and the apk, which has no Lua in it. */
  entries: Entry[]
  apkEntries: Entry[]
  meta: Meta
  /** The script that takes away what the package made. */
  postrm: string
}

/**
 * Makes every package in memory; the same sources give the same bytes.
 * @param html the built app
 * @param options.mtime seconds; the time of all files
 * @param options.release raises the version without another source, for tests of upgrades
 * @param options.more further packages of the feed; they get the words of the first
 */
export const makePackages = async (
  html: Uint8Array,
  options: { mtime?: number; release?: string; more?: (meta: Meta) => Product[] } = {},
): Promise<Packages> => {
  const makefile = await readFile(join(PROJECT, 'openwrt-package/Makefile'), 'utf8')
  const { postrm, release, version, ...words } = readMakefile(makefile)
  const meta = {
    ...words,
    version: `${version}-r${options.release ?? release}`,
    mtime: options.mtime ?? sourceDate(),
  }
  const root = join(PROJECT, 'openwrt-package/root')
  const entries = await routerFiles(root, html, version)
  const apkEntries = await routerFiles(root, html, version, 'shim.lua')
  const barwrt: Product = { meta, depends: DEPENDS, entries, apkEntries, scripts: scripts(postrm) }
  const files = await makeFiles([barwrt, ...(options.more?.(meta) ?? [])])
  return { files, entries, apkEntries, meta, postrm }
}

/**
 * The release tarball and the feed Makefile that names its hash. In the tarball: the sources, and below `root/` the
 * built files as the router gets them, below `root-PART/` those of the add-on PART, so that OpenWrt's build needs no Node.
 */
export const makeSource = async (
  { entries, meta }: Packages,
  sources: Entry[],
  addons: Addon[] = [],
): Promise<Map<string, Buffer>> => {
  const makefile = await readFile(join(PROJECT, 'openwrt-package/Makefile'), 'utf8')
  const top = `barwrt-${readMakefile(makefile).version}`
  const below = (top: string, entries: Entry[]) =>
    entries.map(entry => ({ ...entry, path: `${top}/${entry.path}` }))
  const built = addons.flatMap(({ part, entries }) => below(`root-${part}`, entries))
  const all = [...sources, ...below('root', entries), ...built]
  const inside = withParents(below(top, all))
  const bytes = await gzip(tar(inside, meta.mtime), 1)
  return new Map([
    [`${top}.tar.gz`, bytes],
    ['barwrt/Makefile', Buffer.from(withHash(makefile, sha256(bytes).toString('hex')))],
  ])
}

const main = async (): Promise<void> => {
  const { buildApp } = await import('./app.ts')
  const addons = await makeAddons()
  const makefile = await readFile(join(PROJECT, 'openwrt-package/Makefile'), 'utf8')
  const more = (meta: Meta) => addons.map(addon => addonPackage(makefile, meta, addon))
  const packages = await makePackages((await buildApp()).html, { more })
  const { entries, apkEntries } = packages
  const files = [...packages.files, ...(await makeSource(packages, await readSources(), addons))]
  const dist = join(PROJECT, 'dist')
  for (const folder of ['opkg', 'apk', 'barwrt'])
    await rm(join(dist, folder), { recursive: true, force: true })
  const say = (line: string) => process.stdout.write(`${line}\n`)
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(dist, name)), { recursive: true })
    await writeFile(join(dist, name), bytes)
    say(`${String(bytes.length).padStart(8)}  dist/${name}`)
  }
  say('installed:')
  for (const { path, kind, data } of withParents(entries))
    if (kind === 'file') say(`${String(data.length).padStart(8)}  /${path}`)
  for (const { part, entries } of addons)
    say(`${String(installedSize(entries)).padStart(8)}  bytes in the package barwrt-${part}`)
  say(
    `${String(installedSize(entries)).padStart(8)}  bytes in all; from the apk, without Lua, ${installedSize(apkEntries)}`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
