// SPDX-License-Identifier: AGPL-3.0-or-later
import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { besidePage } from '../beside.ts'
import { textFiles } from '../texts.ts'

const PROJECT = fileURLToPath(new URL('../../', import.meta.url))
/** What the package puts on a router, as it lies in this repository. */
export const SOURCE = join(PROJECT, 'openwrt-package/root')

/** `/settings.json`: how the app knows its router. Never a key. */
export interface Settings {
  /** The meeting's database. */
  database: string
  /** The one address that tablets should use, e.g. `http://bar.lan:8409/`; absent: none is assumed. */
  address?: string
  /** URLs of further databases to keep in step with. */
  databases?: string[]
  /** Guests may read the board without a key. */
  board?: boolean
}

export interface RootOptions {
  /** The directory that stands for the router's `/`. */
  root: string
  /** Logs and life files; default `ROOT/etc/barwrt`. */
  dataDir?: string
  /** What a router has in RAM; default `ROOT/var/run/barwrt`. */
  runDir?: string
  interpreter?: 'ucode' | 'lua'
  /** The interpreters' paths; default: what the script's own search path has. */
  ucode?: string
  lua?: string
  barKey?: string
  organizerKey?: string
  board?: boolean
  /** Bytes that all logs together may have. */
  limit?: number
  /** What one address may write at once, in bytes, and in how many seconds that is forgotten. */
  rate?: [bytes: number, seconds: number]
  /** Origins that may use the databases from elsewhere (CORS). */
  origins?: string[]
  version?: string
  /** Files that stand for the kernel's boot id and uptime. */
  boot?: string
  uptime?: string
  settings?: Settings
  /** The app; default `dist/index.html` when it was built. */
  html?: Uint8Array
}

export interface Root {
  root: string
  www: string
  data: string
  run: string
  /** The shim's settings: `key value` lines. */
  conf: string
}

/** The lines of shim.conf. @throws when a value would not stay on its line */
export const confText = (options: RootOptions): string => {
  const values: Record<string, string | undefined> = {
    interpreter: options.interpreter,
    data: options.dataDir,
    run: options.runDir,
    bar_key: options.barKey,
    organizer_key: options.organizerKey,
    board: options.board ? '1' : undefined,
    limit: options.limit?.toString(),
    rate: options.rate?.join(' '),
    origins: options.origins?.join(' '),
    version: options.version,
    boot: options.boot,
    uptime: options.uptime,
    ucode: options.ucode,
    lua: options.lua,
  }
  return Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => {
      if (/[\r\n]/.test(value) || value !== value.trim() || value === '')
        throw new Error(
          `${key} cannot be ${JSON.stringify(value)}: no empty value, no line break, no space around it`,
        )
      return `${key} ${value}\n`
    })
    .join('')
}

/** This repository's version, as the package carries it. */
export const version = async (): Promise<string> =>
  JSON.parse(await readFile(join(PROJECT, 'package.json'), 'utf8')).version

/** Writes a file as the router keeps it: gzip bytes under the plain name. */
const writeGzip = (path: string, bytes: Uint8Array | string) => writeFile(path, gzipSync(bytes, { level: 9 }))

/** Writes what a router sends below `/folder/`, by file name, as the router keeps it. */
export const writeBelow = async (www: string, folder: string, files: Map<string, string>): Promise<void> => {
  await mkdir(join(www, folder), { recursive: true })
  for (const [name, text] of files) await writeGzip(join(www, folder, name), text)
}

/** Writes the app as the router keeps it. */
export const writeApp = (www: string, html: Uint8Array): Promise<void> =>
  writeGzip(join(www, 'index.html'), html)

/**
 * Lays out a router's file system in a directory: the package's files, and what its init script would write. May be
 * called again on the same directory; data and run files stay.
 */
export const layRoot = async (options: RootOptions): Promise<Root> => {
  const root = resolve(options.root)
  const www = join(root, 'usr/share/barwrt/www')
  const data = resolve(options.dataDir ?? join(root, 'etc/barwrt'))
  const run = resolve(options.runDir ?? join(root, 'var/run/barwrt'))
  const conf = join(root, 'var/run/barwrt/shim.conf')
  for (const dir of [www, data, join(root, 'var/run/barwrt'), join(run, 'pulse')])
    await mkdir(dir, { recursive: true })
  await cp(join(SOURCE, 'usr/share/barwrt'), join(root, 'usr/share/barwrt'), {
    recursive: true,
    // Made below from the options, whatever the package ships under these names.
    filter: from => !['pulse', 'settings.json', 'index.html'].includes(basename(from)),
  })
  await chmod(join(www, 'cgi-bin/db'), 0o755)
  await rm(join(www, 'pulse'), { force: true, recursive: true })
  await symlink(join(run, 'pulse'), join(www, 'pulse'))
  await writeFile(join(www, 'settings.json'), JSON.stringify(options.settings ?? {}))
  const html = options.html ?? (await readFile(join(PROJECT, 'dist/index.html')).catch(() => undefined))
  if (html) await writeApp(www, html)
  await writeBelow(www, 'texts', textFiles())
  for (const [name, bytes] of await besidePage()) await writeFile(join(www, name), bytes)
  const { dataDir, runDir } = options
  await writeFile(
    conf,
    confText({
      ...options,
      ...(dataDir && { dataDir: data }),
      ...(runDir && { runDir: run }),
      version: options.version ?? (await version()),
    }),
  )
  return { root, www, data, run, conf }
}
