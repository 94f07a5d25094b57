import { h } from 'preact'
import { office } from './texts/office/en.ts'
import { CashScreen } from './view/cash.ts'
import { html } from './view/html.ts'
import { MenuEditor } from './view/menu.ts'
import sheet from './view/office.css'
import { addPages } from './view/pages.ts'
import { PlanScreen } from './view/plan.ts'
import { ReportScreen } from './view/report.ts'
import { Setup } from './view/setup.ts'
import { Sheet } from './view/sheet.ts'
import { Stock } from './view/stock.ts'
import { furnish } from './view/words.ts'

// Organizers' screens, their texts and their style, which a tablet fetches once: the second of the two scripts that the build makes.
// Nobody imports it. Running it adds the screens to the page.

// A rule put into the page's own sheet: another element with a style the strictest policy would not let in.
const own = document.querySelector('style')!.sheet!
own.insertRule(`@media all{${sheet}}`, own.cssRules.length)
furnish(office)
addPages({
  stock: screen => html`${h(Stock, screen)}`,
  plan: screen => html`${h(PlanScreen, screen)}`,
  setup: Setup,
  sheet: Sheet,
  menu: screen => html`${h(MenuEditor, screen)}`,
  cash: CashScreen,
  report: ReportScreen,
})
