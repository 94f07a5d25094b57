import { type ComponentType, h } from 'preact'
import { isAbsent } from './sync/handbook.ts'
import { office } from './texts/office/en.ts'
import { rest } from './texts/rest.ts'
import { html } from './view/html.ts'
import { BoardScreen } from './view/office/board.ts'
import { CashScreen } from './view/office/cash.ts'
import { Given } from './view/office/given.ts'
import { Help } from './view/office/help.ts'
import { MenuEditor } from './view/office/menu.ts'
import { Out } from './view/office/out.ts'
import { PlanScreen } from './view/office/plan.ts'
import { Recent } from './view/office/recent.ts'
import { ReportScreen } from './view/office/report.ts'
import { Setup } from './view/office/setup.ts'
import { Sheet } from './view/office/sheet.ts'
import { Stock } from './view/office/stock.ts'
import sheet from './view/office/style.css'
import { Tally } from './view/office/tally.ts'
import { Wipe } from './view/office/wipe.ts'
import { overs, type Page, pages } from './view/pages.ts'
import type { Screen } from './view/screen.ts'
import { furnish } from './view/words.ts'

// Organizers' screens, the guests' board, the help, and what lies over the bar screen now and then, with their texts and
// their style: the second of the two scripts that the build makes, which a tablet fetches once. Nobody imports it; running
// it adds them to the page.

// A rule put into the page's own sheet: another element with a style the strictest policy would not let in.
const own = document.querySelector('style')!.sheet!
own.insertRule(`@media all{${sheet}}`, own.cssRules.length)
furnish(office, rest)
/** What keeps something of its own while it is shown. */
const drawn =
  (part: ComponentType<Screen>): Page =>
  screen =>
    html`${h(part, screen)}`
Object.assign(overs, {
  out: Out,
  tally: Tally,
  given: drawn(Given),
  recent: drawn(Recent),
  wipe: drawn(Wipe),
} satisfies typeof overs)
Object.assign(pages, {
  stock: drawn(Stock),
  plan: drawn(PlanScreen),
  setup: Setup,
  sheet: Sheet,
  menu: drawn(MenuEditor),
  board: drawn(BoardScreen),
  cash: CashScreen,
  report: ReportScreen,
  help: screen => Help(screen, href => isAbsent(fetch, href)),
} satisfies typeof pages)
