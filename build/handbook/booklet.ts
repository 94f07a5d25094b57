// SPDX-License-Identifier: AGPL-3.0-or-later

import { chromium } from 'playwright-core'
import { findChromium } from '../interpreter.ts'

/** Below each page: its number. What Chromium draws there has no style of ours. */
const FOOTER = `<div style="width:100%;text-align:center;font:8pt sans-serif"><span class="pageNumber"></span></div>`

/** A self-contained page as PDF, A4, as its print style has it, with page numbers and an outline to jump by. */
export const printed = async (html: string): Promise<Buffer> => {
  const browser = await chromium.launch({
    executablePath: findChromium()!,
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage()
    await page.setContent(html)
    return await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      outline: true,
      tagged: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: FOOTER,
    })
  } finally {
    await browser.close()
  }
}
