import { Component, type VNode } from 'preact'
import { ArchiveCheck, type Checked, hourlyOf, isWhole, readHourly } from '../../domain/archive.ts'
import { reportOf } from '../../domain/report.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { money, o, say } from '../words.ts'
import { download } from './download.ts'
import { gather, linesOf, nameFor } from './log.ts'
import { type Step, Work } from './work.ts'

const KB = 1024
/** Of what is wrong with an archive, as many are told one by one. */
const TOLD = 3

/** The first few of what is wrong, in words; nothing when nothing is. */
const few = (text: string, all: string[]): string[] =>
  all.length ? [say(text, all.length, all.slice(0, TOLD).join(', ') + (all.length > TOLD ? ', …' : ''))] : []

/** The end of a meeting: everything as a file that is read back, or the hours' totals and no more. */
export class Archive extends Component<Screen> {
  private readonly work = new Work(() => this.setState({}))

  override componentWillUnmount(): void {
    this.work.stop()
  }

  /** What reading a file back found, in words. */
  private words(checked: Checked): VNode {
    const { same, missing, different, extra, refused, totals } = checked
    const { orders, drinks, suggested } = totals
    const whole = isWhole(checked, this.props.bar.fold.totals)
    const lines = [
      say(whole ? o.allThere : o.someThere, same, orders, drinks, money(suggested)),
      ...few(o.notInFile, missing),
      ...few(o.otherInFile, different),
      ...few(
        o.refused,
        refused.map(([line, why]) => say(o.refusedLine, line, why)),
      ),
      ...(extra ? [say(o.onlyInFile, extra)] : []),
    ]
    return html`<span class=${whole ? 'good' : 'bad'}><b>${lines[0]}</b></span>${lines.slice(1).map(line => html`<br />${line}`)}`
  }

  /** Reads a file again and compares it with what is here. */
  private async check(file: Blob, step: Step): Promise<VNode | string> {
    const check = new ArchiveCheck()
    for await (const { lines, bytes } of linesOf(file)) {
      check.read(lines)
      if (!(await step(bytes / KB))) return ''
    }
    for await (const page of this.props.actions.events()) check.compare(page)
    return this.words(check.found)
  }

  private readonly everything = async () => {
    const { bar, actions } = this.props
    let file: Blob | undefined
    await this.work.run(bar.fold.events.size, async step => {
      file = (await gather(actions, step))?.file
      return ''
    })
    if (!file) return
    const archive = file
    await this.work.run(Math.ceil(archive.size / KB), step => this.check(archive, step), ' KB')
    // What was read back is what is handed over: the same bytes.
    if (this.work.said) download(nameFor(bar.fold, '-archive.jsonl'), archive)
  }

  private readonly hours = () =>
    this.work.run(1, async () => {
      const { fold, ref } = this.props.bar
      const file = new Blob([hourlyOf(reportOf(fold, ref).hours)])
      const read = readHourly(await file.text())
      if (read?.drinks !== fold.totals.drinks) return say(o.failed, nameFor(fold, '-hours.csv'))
      download(nameFor(fold, '-hours.csv'), file)
      return html`<span class="good"><b>${say(o.hoursThere, read.drinks, read.hours)}</b></span>`
    })

  private readonly again = ({ target }: Event) => {
    const input = target as HTMLInputElement
    const file = input.files?.[0]
    input.value = ''
    if (file) void this.work.run(Math.ceil(file.size / KB), step => this.check(file, step), ' KB')
  }

  render(): VNode {
    return html`
      <section class="card" aria-label=${o.archive}><h3>${o.archive}</h3><p>${o.archiveWhy}</p>
        <button onClick=${this.everything}>${o.archiveAll}</button>
        <button onClick=${this.hours}>${o.hoursOnly}</button>
        <label>${o.checkArchive}<input type="file" accept=".jsonl,.log,.txt" onChange=${this.again} /></label>
        ${this.work.view()}
      </section>`
  }
}
