import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type Run, runScript } from './cgi.ts'
import type { Running } from './hosts.ts'

/** The calls by which a script changes files, takes the lock, or starts and ends programs. */
const CALLS = [
  ...['open', 'openat', 'creat', 'write', 'writev', 'pwrite64', 'ftruncate', 'truncate'],
  ...['rename', 'renameat', 'renameat2', 'unlink', 'unlinkat', 'mkdir', 'mkdirat', 'flock'],
]
const PROCESS = ['execve', 'clone', 'clone3', 'vfork', 'fork', 'exit_group', 'wait4', 'dup2']

export interface Point {
  /** The file that the call is about; empty for any call of that name. */
  path: string
  call: string
  /** Which one of them, from 1, counted in each process. */
  nth: number
}

export interface Victim {
  name: string
  /** What is there before, on a new root. */
  prepare: (running: Running) => Promise<void>
  request: (running: Running) => Promise<[method: string, path: string, body?: string]>
  /** What must hold after the kill, from the outside. */
  check: (running: Running, run: Run, point: Point) => Promise<void>
}

/** Where strace writes. */
export const trace = (running: Running) => join(running.root.root, 'trace')

/** Runs the victim once to its end and lists the calls at which it could have been killed. */
export const pointsOf = async (running: Running, victim: Victim): Promise<Point[]> => {
  const [method, path, body] = await victim.request(running)
  // The question mark: not every architecture has every call.
  const calls = [...CALLS, ...PROCESS].map(call => `?${call}`).join(',')
  const wrapper = ['strace', '-f', '-y', '-q', '-e', `trace=${calls}`, '-o', trace(running)]
  const run = await runScript(running.root, method, path, body === undefined ? {} : { body }, wrapper)
  expect(run.status, `${run.end} ${run.stderr}`).toBeLessThan(300)
  const counts = new Map<string, number>()
  const points = new Map<string, Point>()
  for (const line of readFileSync(trace(running), 'utf8').split('\n')) {
    const [, pid, call, rest] = /^(\d+) +(\w+)\((.*)$/.exec(line) ?? []
    if (!call || !pid) continue
    const inside = [...rest!.matchAll(/["<]([^">]+)[">]/g)]
      .map(match => match[1]!)
      .filter(one => one.startsWith(running.root.data) || one.startsWith(running.root.run))
    const targets = PROCESS.includes(call) ? [''] : [...new Set(inside)]
    if (call.startsWith('open') && !/O_(WRONLY|RDWR|CREAT)/.test(rest!)) continue
    for (const target of targets) {
      const nth = (counts.get(`${pid} ${target} ${call}`) ?? 0) + 1
      counts.set(`${pid} ${target} ${call}`, nth)
      points.set(`${target} ${call} ${nth}`, { path: target, call, nth })
    }
  }
  return [...points.values()]
}

/** Runs the victim on another root of the same state and kills it at the point. */
export const killAt = async (running: Running, victim: Victim, point: Point, from: Running): Promise<Run> => {
  const [method, path, body] = await victim.request(running)
  const own = point.path.replace(from.root.root, running.root.root)
  const wrapper = [
    ...['strace', '-f', '-q', '-o', trace(running), ...(own ? ['-P', own] : [])],
    ...['-e', `trace=${point.call}`, '-e', `inject=${point.call}:signal=SIGKILL:when=${point.nth}`],
  ]
  return runScript(running.root, method, path, body === undefined ? {} : { body }, wrapper)
}
