// SPDX-License-Identifier: AGPL-3.0-or-later
import { randomInt } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from './root.ts'

const LETTERS = 'abcdefghjkmnpqrstuvwxyz'
const DIGITS = '23456789'
const draw = (among: string, n: number) => Array.from({ length: n }, () => among[randomInt(among.length)])

/**
 * A database name with a random tail that nobody mixes up when reading it aloud (no 0, 1, i, l, o). A letter and a digit
 * in it tell tablets that nobody chose it.
 */
export const newName = (): string =>
  `bar-${[...draw(LETTERS, 1), ...draw(LETTERS + DIGITS, 4), ...draw(DIGITS, 1)].join('')}`

const file = (dataDir: string) => join(dataDir, 'settings.json')

/** The settings that this data directory is used with, or none yet. */
export const readSettings = async (dataDir: string): Promise<Settings | undefined> => {
  const text = await readFile(file(dataDir), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const settings = JSON.parse(text)
    if (typeof settings.database === 'string') return settings
  } catch {
    // Said below.
  }
  throw new Error(
    `${file(dataDir)} is not {"database":"NAME"}; mend it, or remove it to begin a new meeting.`,
  )
}

export const writeSettings = async (dataDir: string, settings: Settings): Promise<void> => {
  await mkdir(dataDir, { recursive: true })
  await writeFile(file(dataDir), `${JSON.stringify(settings, null, 2)}\n`)
}

/**
 * Sees to it that the meeting's database is there; one that was wiped gives way to a new one. It speaks to the shim as
 * an organizer would.
 * @param db URL of the databases, `http://localhost:8409/cgi-bin/db`
 * @returns the settings to use
 */
export const ensureMeeting = async (
  db: string,
  settings: Settings | undefined,
  organizerKey?: string,
): Promise<Settings> => {
  const headers: Record<string, string> = organizerKey
    ? { Authorization: `Basic ${Buffer.from(`bar:${organizerKey}`).toString('base64')}` }
    : {}
  for (const wanted of [settings ?? { database: newName() }, { ...settings, database: newName() }]) {
    const made = await fetch(`${db}/${wanted.database}`, { method: 'PUT', headers })
    if (made.ok) return wanted
    if (made.status !== 412) throw new Error(`The shim answers ${made.status}: ${await made.text()}`)
    const there = await fetch(`${db}/${wanted.database}`, { headers })
    if (there.ok) return wanted
  }
  throw new Error('No database could be made for the meeting.')
}
