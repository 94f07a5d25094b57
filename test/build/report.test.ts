import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readReport } from '../../build/report.ts'

const dir = mkdtempSync(join(tmpdir(), 'barwrt-report-'))
afterAll(() => rmSync(dir, { recursive: true }))

const report = (...files: [status: string, ...tests: string[]][]): string => {
  const file = join(dir, 'report.json')
  const testResults = files.map(([status, ...tests]) => ({
    status,
    assertionResults: tests.map(test => ({ status: test })),
  }))
  writeFileSync(file, JSON.stringify({ testResults }))
  return file
}

// The last line of `npm test` is what people and CI believe: nothing that went wrong may be counted as passed.
describe('the count of a test run', () => {
  it('adds up what passed and failed', () => {
    const file = report(['passed', 'passed', 'passed'], ['failed', 'passed', 'failed'])
    expect(readReport(file, false)).toEqual({ passed: 3, failed: 1 })
  })

  it('counts a file that did not load as a failure', () => {
    expect(readReport(report(['passed', 'passed'], ['failed']), false)).toEqual({ passed: 1, failed: 1 })
  })

  it('counts a skipped or forgotten test as a failure', () => {
    expect(readReport(report(['passed', 'passed', 'skipped', 'todo']), true)).toEqual({
      passed: 1,
      failed: 2,
    })
  })

  it('counts a run that failed without a failed test, ran nothing or left no report as a failure', () => {
    expect(readReport(report(['passed', 'passed']), false)).toEqual({ passed: 1, failed: 1 })
    expect(readReport(report(), true)).toEqual({ passed: 0, failed: 1 })
    expect(readReport(join(dir, 'none.json'), true)).toEqual({ passed: 0, failed: 1 })
    writeFileSync(join(dir, 'broken.json'), '{"testResults":[')
    expect(readReport(join(dir, 'broken.json'), true)).toEqual({ passed: 0, failed: 1 })
  })

  it('is all passed when all passed', () => {
    expect(readReport(report(['passed', 'passed', 'passed']), true)).toEqual({ passed: 2, failed: 0 })
  })
})
