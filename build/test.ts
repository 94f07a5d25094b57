// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm test`: types, lint and format, then every test project; at the end stands what failed, the last line counts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram, findUcode } from './interpreter.ts'
import { makesNamespaces, need, want } from './need.ts'
import { type Outcome, readReport } from './report.ts'

const PROJECTS = ['unit', 'wire', 'package', 'browser']
const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string) => join(root, 'node_modules/.bin', name)

/** Runs a program with its output streamed; whether it ended well. */
const run = (program: string, ...args: string[]): boolean => {
  process.stdout.write(`\n$ ${program.replace(`${root}node_modules/.bin/`, '')} ${args.join(' ')}\n`)
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

const one = (name: string, passed: boolean): Outcome => ({
  passed: Number(passed),
  failed: passed ? [] : [name],
  second: [],
})

const reports = mkdtempSync(join(tmpdir(), 'barwrt-test-'))
const outcomes: Outcome[] = []
try {
  need(['chromium', 'lua5.1', 'lighttpd', 'strace', 'busybox', 'openssl'])
  want(['curl', 'openssh-client', 'faketime', 'firefox-esr', 'iproute2', 'libnss3-tools'])
  outcomes.push(
    one('types', run(bin('tsc'), '--noEmit')),
    one('lint and format', run(bin('biome'), 'check', '.')),
  )
  for (const project of PROJECTS) {
    const file = join(reports, `${project}.json`)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const passed = run(bin('vitest'), 'run', '--project', project, ...reporters)
    outcomes.push(readReport(project, file, passed))
  }
} catch (error) {
  const what = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${what}\n`)
  outcomes.push(one(what, false))
} finally {
  rmSync(reports, { recursive: true, force: true })
}

const second = outcomes.flatMap(outcome => outcome.second)
const failed = outcomes.flatMap(outcome => outcome.failed)
// At the end, because of a log that was cut there is always the end.
process.stdout.write('\n')
for (const line of second) process.stdout.write(`passed at the second try: ${line}\n`)
for (const line of failed) process.stdout.write(`failed: ${line}\n`)
if (!findUcode())
  process.stdout.write('not run: the shim in ucode (no ucode on the PATH or in BARWRT_UCODE)\n')
if (!findProgram('BARWRT_UHTTPD', 'uhttpd'))
  process.stdout.write('not run: anything behind the real uhttpd (none on the PATH or in BARWRT_UHTTPD)\n')
if (!findProgram('BARWRT_COUCHDB', 'couchdb'))
  process.stdout.write(
    'not run: a real CouchDB as the hub, and a cluster of three (none on the PATH or in BARWRT_COUCHDB)\n',
  )
if (!findProgram(undefined, 'certutil'))
  process.stdout.write('not run: HTTPS in Chromium (no certutil to make it trust a certificate)\n')
if (!makesNamespaces())
  process.stdout.write('not run: networks that break (no root, or no network namespaces here)\n')
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
process.exitCode = failed.length > 0 ? 1 : 0
process.stdout.write(`${passed} passed, ${failed.length} failed\n`)
