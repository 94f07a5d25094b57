// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, findFirefox, findLua, findProgram } from './interpreter.ts'

/** The program of each Debian package that BarWRT's start and tests use. */
const PROGRAMS = {
  'lua5.1': findLua,
  chromium: findChromium,
  lighttpd: () => findProgram(undefined, 'lighttpd'),
  strace: () => findProgram(undefined, 'strace'),
  time: () => findProgram(undefined, 'time'),
  valgrind: () => findProgram(undefined, 'valgrind'),
  iproute2: () => findProgram(undefined, 'ip'),
  busybox: () => findProgram(undefined, 'busybox'),
  openssl: () => findProgram(undefined, 'openssl'),
  curl: () => findProgram(undefined, 'curl'),
  'openssh-client': () => findProgram(undefined, 'scp'),
  faketime: () => findProgram(undefined, 'faketime'),
  'firefox-esr': findFirefox,
  'libnss3-tools': () => findProgram(undefined, 'certutil'),
} as const
export type Package = keyof typeof PROGRAMS

const ok = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0

/**
 * Sees to it that the programs of some Debian packages are there, installing them with apt where that is allowed
 * (as root, or with sudo that asks for no password).
 * @throws an error whose message has the one line that a person would run
 */
export const need = (packages: Package[]): void => {
  const missing = packages.filter(name => !PROGRAMS[name]())
  if (missing.length === 0) return
  const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  const how = `This needs ${missing.join(', ')}. Run:\n  sudo apt-get update && sudo ${line}`
  if (!findProgram(undefined, 'apt-get')) throw new Error(how)
  const prefix = process.getuid?.() === 0 ? [] : ok('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined
  if (!prefix) throw new Error(how)
  const run = (...command: string[]): boolean => {
    const [program, ...args] = [...prefix, ...command]
    return spawnSync(program!, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
  }
  process.stdout.write(`Installing ${missing.join(', ')} with apt …\n`)
  run('apt-get', 'update', '-qq')
  run('env', 'DEBIAN_FRONTEND=noninteractive', ...line.split(' '), '-qq')
  // The tests start a web server of their own; the service that Debian starts with the package is not wanted.
  if (missing.includes('lighttpd') && existsSync('/run/systemd/system'))
    run('systemctl', 'disable', '--now', 'lighttpd')
  const still = missing.filter(name => !PROGRAMS[name]())
  if (still.length > 0) throw new Error(`apt could not install ${still.join(', ')}. ${how}`)
}

/** Whether network namespaces, and bridges and veth pairs in them, can be made here: by root, with iproute2. */
export const makesNamespaces = (): boolean => {
  const ip = PROGRAMS.iproute2()
  if (!ip) return false
  const name = `barwrt-try-${process.pid}`
  const made =
    ok(ip, ['netns', 'add', name]) &&
    ok(ip, ['-n', name, 'link', 'add', 'br0', 'type', 'bridge']) &&
    ok(ip, ['-n', name, 'link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1'])
  ok(ip, ['netns', 'del', name])
  return made
}

/**
 * As `need`, for what some system does not have (Ubuntu has no firefox-esr): what cannot be had is passed over, and the
 * tests that want it say that they were not run.
 */
export const want = (packages: Package[]): void => {
  for (const name of packages)
    try {
      need([name])
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
    }
}
