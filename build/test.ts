// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm test`: types, lint and format, then every test project; the last line counts what passed and failed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram, findUcode } from './interpreter.ts'
import { makesNamespaces, need, want } from './need.ts'
import { type Count, readReport } from './report.ts'

const PROJECTS = ['unit', 'wire', 'package', 'browser']
const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string) => join(root, 'node_modules/.bin', name)

/** Runs a program with its output streamed; whether it ended well. */
const run = (program: string, ...args: string[]): boolean => {
  process.stdout.write(`\n$ ${program.replace(`${root}node_modules/.bin/`, '')} ${args.join(' ')}\n`)
  return spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

const one = (passed: boolean): Count => ({ passed: Number(passed), failed: Number(!passed) })

const reports = mkdtempSync(join(tmpdir(), 'barwrt-test-'))
const counts: Count[] = []
try {
  need(['chromium', 'lua5.1', 'lighttpd', 'strace', 'busybox', 'openssl'])
  want(['faketime', 'firefox-esr', 'iproute2', 'libnss3-tools'])
  counts.push(one(run(bin('tsc'), '--noEmit')), one(run(bin('biome'), 'check', '.')))
  for (const project of PROJECTS) {
    const file = join(reports, `${project}.json`)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const passed = run(bin('vitest'), 'run', '--project', project, ...reporters)
    counts.push(readReport(file, passed))
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  counts.push(one(false))
} finally {
  rmSync(reports, { recursive: true, force: true })
}

process.stdout.write('\n')
if (!findUcode())
  process.stdout.write('not run: the shim in ucode (no ucode on the PATH or in BARWRT_UCODE)\n')
if (!findProgram('BARWRT_UHTTPD', 'uhttpd'))
  process.stdout.write('not run: anything behind the real uhttpd (none on the PATH or in BARWRT_UHTTPD)\n')
if (!process.env.BARWRT_COUCHDB_URL)
  process.stdout.write('not run: replication by a real CouchDB (no BARWRT_COUCHDB_URL)\n')
if (!findProgram(undefined, 'certutil'))
  process.stdout.write('not run: HTTPS in Chromium (no certutil to make it trust a certificate)\n')
if (!makesNamespaces())
  process.stdout.write('not run: networks that break (no root, or no network namespaces here)\n')
const sum = (key: keyof Count) => counts.reduce((all, count) => all + count[key], 0)
process.exitCode = sum('failed') > 0 ? 1 : 0
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`)
