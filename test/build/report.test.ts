import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readReport } from '../../build/report.ts'

const dir = mkdtempSync(join(tmpdir(), 'barwrt-report-'))
afterAll(() => rmSync(dir, { recursive: true }))

interface Test {
  status: string
  errors?: string[]
}

/** Writes a report of files a.test.ts, b.test.ts, … with tests 0, 1, … in each. */
const report = (...files: { status: string; message?: string; tests?: Test[] }[]): string => {
  const file = join(dir, 'report.json')
  const testResults = files.map(({ status, message = '', tests = [] }, i) => ({
    name: resolve(`test/${'abc'[i]}.test.ts`),
    status,
    message,
    assertionResults: tests.map(({ status, errors = [] }, n) => ({
      ancestorTitles: ['the bar'],
      title: `test ${n}`,
      status,
      failureMessages: errors,
    })),
  }))
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}
const [pass, fail] = [{ status: 'passed' }, { status: 'failed', errors: ['Error: no\n    at x.ts:1:1'] }]
const count = (file: string, succeeded: boolean) => {
  const { passed, failed } = readReport('unit', file, succeeded)
  return { passed, failed: failed.length }
}

// The last line of `npm test` is what people and CI believe: nothing that went wrong may be counted as passed.
describe('the count of a test run', () => {
  it('adds up what passed and failed', () => {
    const file = report({ status: 'passed', tests: [pass, pass] }, { status: 'failed', tests: [pass, fail] })
    expect(count(file, false)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a file that did not load as a failure', () => {
    const file = report({ status: 'passed', tests: [pass] }, { status: 'failed' })
    expect(count(file, false)).toEqual({ passed: 1, failed: 1 })
  })

  it('counts a skipped or forgotten test as a failure', () => {
    const tests = [pass, { status: 'skipped' }, { status: 'todo' }]
    expect(count(report({ status: 'passed', tests }), true)).toEqual({ passed: 1, failed: 2 })
  })

  it('counts a run that failed without a failed test, ran nothing or left no report as a failure', () => {
    expect(count(report({ status: 'passed', tests: [pass] }), false)).toEqual({ passed: 1, failed: 1 })
    expect(count(report(), true)).toEqual({ passed: 0, failed: 1 })
    expect(count(join(dir, 'none.json'), true)).toEqual({ passed: 0, failed: 1 })
    writeFileSync(join(dir, 'broken.json'), '{"testResults":[')
    expect(count(join(dir, 'broken.json'), true)).toEqual({ passed: 0, failed: 1 })
  })

  it('is all passed when all passed', () => {
    const file = report({ status: 'passed', tests: [pass, pass] })
    expect(readReport('unit', file, true)).toEqual({ passed: 2, failed: [], second: [] })
  })
})

// A log that was cut showed the count at its end, and not which test it was.
describe('what is said of a test run', () => {
  it('names each test that failed: project, file, name, and its error on one line without the stack', () => {
    const errors = [
      '\u001b[31mError\u001b[39m: Property failed\n{ seed: -7 }\n    at it.ts:1:1\n    at b.ts:2:2',
    ]
    const tests = [pass, { status: 'failed', errors: [...errors, 'Error: another'] }, { status: 'skipped' }]
    expect(readReport('unit', report({ status: 'failed', tests }), false).failed).toEqual([
      'unit test/a.test.ts, the bar > test 1: Error: Property failed { seed: -7 }',
      'unit test/a.test.ts, the bar > test 2: skipped',
    ])
  })

  it('names a file that broke as a whole, and a project that left no report or named no test', () => {
    const files = report(
      { status: 'failed', message: 'Cannot find module ./x.ts' },
      { status: 'failed', tests: [pass] },
    )
    expect(readReport('wire', files, false).failed).toEqual([
      'wire test/a.test.ts: Cannot find module ./x.ts',
      'wire test/b.test.ts: failed as a whole',
    ])
    expect(readReport('wire', join(dir, 'none.json'), true).failed).toEqual(['wire: left no report'])
    expect(readReport('wire', report({ status: 'passed', tests: [pass] }), false).failed).toEqual([
      'wire: the run itself, with no test named',
    ])
  })

  it('names a test that passed at its second try, with the error of the first', () => {
    const tests = [{ status: 'passed', errors: ['Error: the browser was busy\n    at x.ts:1:1'] }, pass]
    expect(readReport('browser', report({ status: 'passed', tests }), true)).toEqual({
      passed: 2,
      failed: [],
      second: ['browser test/a.test.ts, the bar > test 0: Error: the browser was busy'],
    })
  })
})
