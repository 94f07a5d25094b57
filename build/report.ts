// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync } from 'node:fs'

export interface Count {
  passed: number
  failed: number
}

interface Report {
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/**
 * Counts the tests in vitest's JSON report. A file that could not even be loaded is one failure, and so is a run that
 * failed or left no report without naming a test (an unhandled error, a killed process): none of it may count as passed.
 * @param succeeded how the run itself ended
 */
export const readReport = (file: string, succeeded: boolean): Count => {
  let report: Report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failed: 1 }
  }
  const tests = report.testResults.flatMap(result => result.assertionResults)
  const passed = tests.filter(test => test.status === 'passed').length
  const broken = report.testResults.filter(
    result => result.status === 'failed' && !result.assertionResults.some(test => test.status === 'failed'),
  ).length
  // A test that was skipped or left as a to-do did not pass.
  const failed = tests.length - passed + broken
  return { passed, failed: failed === 0 && (!succeeded || passed === 0) ? 1 : failed }
}
