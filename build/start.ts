// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm start`: builds the app and plays the router on this machine, with the real shim on real log files.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import { buildApp } from './app.ts'
import { handbookFiles } from './handbook/page.ts'
import { findLua, findUcode } from './interpreter.ts'
import { need } from './need.ts'
import { headerRules, scriptHashes } from './standin/headers.ts'
import { type Host, startHost } from './standin/host.ts'
import { lanAddresses } from './standin/lan.ts'
import { ensureMeeting, readSettings, writeSettings } from './standin/meeting.ts'
import { layRoot, version, writeBelow } from './standin/root.ts'

const { env } = process

/** As on a router at first: half of the size limit, which is 4 MB, at once and in an hour. */
const RATE: [number, number] = [2 << 20, 3600]
const say = (line = '') => process.stdout.write(`${line}\n`)

/** Both keys or none: one that is missing is drawn for this run, for a router is never half open. */
const keys = () => {
  if (!env.BAR_KEY && !env.ORGANIZER_KEY) return undefined
  const drawn = () => randomBytes(9).toString('base64url')
  return { barKey: env.BAR_KEY || drawn(), organizerKey: env.ORGANIZER_KEY || drawn() }
}

const portOf = (text = '8409'): number => {
  const port = Number(text)
  if (/^[0-9]+$/.test(text) && port <= 65535) return port
  throw new Error(`PORT is ${text}, but a port is a number up to 65535.`)
}

/** Starts the host, or says in one sentence why that cannot be. */
const listen = async (options: Parameters<typeof startHost>[0]): Promise<Host> => {
  try {
    return await startHost(options)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const at = `Port ${options.port}`
    if (code === 'EADDRINUSE')
      throw new Error(
        `${at} is taken by another program; choose another: PORT=${options.port! + 1} npm start`,
      )
    if (code === 'EACCES') throw new Error(`${at} needs root; choose one above 1023: PORT=8409 npm start`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Error(`HOST is ${options.host}, but this machine has no such address.`)
    throw error
  }
}

const start = async (root: string): Promise<Host> => {
  const port = portOf(env.PORT)
  const dataDir = resolve(env.DATA_DIR || 'data')
  const secrets = keys()
  if (!findUcode() && !findLua()) need(['lua5.1'])
  const ucode = findUcode()
  const lua = findLua()
  const at = { port, ...(env.HOST && { host: env.HOST }) }
  // Whoever has the port taken should not wait for the build to hear of it.
  await (await listen({ www: root, ...at })).stop()
  let settings = await readSettings(dataDir)
  const { html } = await buildApp()
  const base = {
    root,
    dataDir,
    html,
    rate: RATE,
    interpreter: ucode ? ('ucode' as const) : ('lua' as const),
    ...(ucode ? { ucode } : { lua: lua! }),
    ...secrets,
  }
  const { www } = await layRoot({ ...base, ...(settings && { settings }) })
  await writeBelow(www, 'handbook', await handbookFiles())
  const rules = headerRules({
    scripts: scriptHashes(Buffer.from(html).toString()),
    connect: (settings?.databases ?? []).map(url => new URL(url).origin),
  })
  const host = await listen({ www, rules, ...at })
  const name = !env.HOST || ['0.0.0.0', '::'].includes(env.HOST) ? 'localhost' : env.HOST
  const url = (address: string) => `http://${address.includes(':') ? `[${address}]` : address}:${host.port}/`
  try {
    settings = await ensureMeeting(`${url(name)}cgi-bin/db`, settings, secrets?.organizerKey)
    await writeSettings(dataDir, settings)
    await writeFile(join(www, 'settings.json'), JSON.stringify(settings))
  } catch (error) {
    await host.stop()
    throw error
  }

  const key = secrets ? `#k=${encodeURIComponent(secrets.barKey)}` : ''
  const local = ['localhost', '127.0.0.1', '::1'].includes(name)
  const tablets = name === 'localhost' && env.HOST !== 'localhost' ? lanAddresses() : local ? [] : [name]
  say(
    `BarWRT ${await version()}: meeting ${settings.database}, kept in ${dataDir}, shim run by ${ucode ?? lua}`,
  )
  say(`  this machine  ${url(name)}${key}`)
  for (const address of tablets) say(`  tablets       ${url(address)}${key}`)
  if (tablets[0]) say(`\n${renderUnicodeCompact(`${url(tablets[0])}${key}`, { border: 2 })}\n`)
  else say('  tablets       none can reach this machine: it is in no network, or HOST keeps it to itself')
  if (secrets) {
    say(
      'Tablets need the bar key, which these addresses carry; to make or wipe a database takes the organizer key.',
    )
    const both = `#k=${encodeURIComponent(secrets.organizerKey)}&b=${encodeURIComponent(secrets.barKey)}`
    say(`  organizer     ${url(tablets[0] ?? name)}${both}`)
    if (!env.BAR_KEY) say(`  bar key for this run: ${secrets.barKey}`)
    if (!env.ORGANIZER_KEY) say(`  organizer key for this run: ${secrets.organizerKey}`)
  } else say('open: anyone on this network may write (BAR_KEY=… ORGANIZER_KEY=… npm start closes it)')
  say('Ctrl-C ends it.')
  return host
}

const root = await mkdtemp(join(tmpdir(), 'barwrt-'))
let host: Host | undefined
let ending = false
const end = async (code: number) => {
  if (ending) return
  ending = true
  await host?.stop()
  await rm(root, { recursive: true, force: true })
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
try {
  host = await start(root)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  await end(1)
}
