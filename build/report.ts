// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** How a part of `npm test` ended. */
export interface Outcome {
  passed: number
  /** What failed, a line each: project, file, test, and how its error begins. */
  failed: string[]
  /** What passed at the second try only, so. */
  second: string[]
}

/** Vitest's JSON report. The errors of a test that passed are those of its first try. */
interface Report {
  testResults: {
    /** The file's path, and why it broke as a whole. */
    name: string
    message: string
    status: string
    assertionResults: {
      ancestorTitles: string[]
      title: string
      status: string
      failureMessages: string[]
    }[]
  }[]
}

/** An error on one line, without its stack: a property's seed and what a click waited for are not in the first line. */
const brief = (error: string): string => {
  const said = stripVTControlCharacters(error).split(/\n\s+at /)[0]!
  return said.replace(/\s+/g, ' ').trim().slice(0, 300)
}

/**
 * Reads vitest's JSON report of a project. A file that could not even be loaded is one failure, and so is a run that
 * failed or left no report without naming a test (an unhandled error, a killed process): none of it may count as passed.
 * @param succeeded how the run itself ended
 */
export const readReport = (project: string, file: string, succeeded: boolean): Outcome => {
  let report: Report
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { passed: 0, failed: [`${project}: left no report`], second: [] }
  }
  const failed: string[] = []
  const second: string[] = []
  let passed = 0
  for (const { name, message, status, assertionResults } of report.testResults) {
    const where = `${project} ${relative('', name)}`
    if (status === 'failed' && !assertionResults.some(test => test.status === 'failed'))
      failed.push(`${where}: ${brief(message) || 'failed as a whole'}`)
    for (const { ancestorTitles, title, status, failureMessages } of assertionResults) {
      const error = failureMessages.map(brief).find(Boolean)
      const line = `${where}, ${[...ancestorTitles, title].join(' > ')}: ${error ?? status}`
      // A test that was skipped or left as a to-do did not pass.
      if (status !== 'passed') failed.push(line)
      else if (++passed && error !== undefined) second.push(line)
    }
  }
  if (!failed.length && !(succeeded && passed)) failed.push(`${project}: the run itself, with no test named`)
  return { passed, failed, second }
}
