// SPDX-License-Identifier: AGPL-3.0-or-later

import { chromium } from 'playwright-core'
import { findChromium } from '../interpreter.ts'

/** A self-contained page as PDF, A4, as its print style has it. */
export const printed = async (html: string): Promise<Buffer> => {
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage()
    await page.setContent(html)
    return await page.pdf({ preferCSSPageSize: true, printBackground: true })
  } finally {
    await browser.close()
  }
}
