import { Component, createRef, type VNode } from 'preact'
import { Codes, codesOf, isStrange, lineOf, type Read, readLines } from '../../domain/carry.ts'
import { dialog } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { o, say } from '../words.ts'
import { download } from './download.ts'
import { gather, linesOf, nameFor } from './log.ts'
import { Qr } from './qr.ts'
import { type Step, Work } from './work.ts'

/** Events that are taken in, in one go: a tap between two of them is answered at once. */
const BATCH = 500
/** Bytes of what is said as one. */
const KB = 1024
/** The most that are shown as codes. */
const MOST = 200
/** How long a code stands, and how often the camera is looked at, ms. */
const STANDS = 1500
const LOOK_EACH = 150
/** Refused lines that are told one by one. */
const TOLD = 3

/** What Chromium has on Android and macOS, in secure contexts. */
type Detector = new (options: {
  formats: string[]
}) => { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> }
const detector = (): Detector | undefined => (window as { BarcodeDetector?: Detector }).BarcodeDetector

const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms))

const through = async (bytes: BlobPart, stream: CompressionStream | DecompressionStream) =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())

/** A text packed, where the browser can; else as it is. */
const pack = async (text: string): Promise<Uint8Array> =>
  'CompressionStream' in window
    ? through(text, new CompressionStream('gzip'))
    : new TextEncoder().encode(text)

/** The other way. What is packed begins with a byte that begins no text. */
const unpack = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  new TextDecoder().decode(bytes[0] === 0x1f ? await through(bytes, new DecompressionStream('gzip')) : bytes)

interface State {
  /** Brought events that may be another meeting's. */
  ask?: Read | undefined
  /** Codes that are shown, and which one. */
  codes?: { texts: string[]; events: number } | undefined
  at: number
  still?: boolean
  /** Codes that are read. */
  reading?: Codes | undefined
}

/** The way out when a router is gone for good: all events as a file, the last ones as codes, and both ways in again. */
export class Carry extends Component<Screen, State> {
  override state: State = { at: 0 }
  private readonly work = new Work(() => this.setState({}))
  private readonly video = createRef<HTMLVideoElement>()
  private readonly turning = setInterval(
    () => this.state.codes && !this.state.still && this.setState(({ at }) => ({ at: at + 1 })),
    STANDS,
  )

  override componentWillUnmount(): void {
    clearInterval(this.turning)
    this.work.stop()
    this.setState({ reading: undefined })
  }

  private readonly toFile = () => {
    const { bar, actions } = this.props
    return this.work.run(bar.fold.events.size, async step => {
      const all = await gather(actions, step)
      if (!all) return ''
      const name = nameFor(bar.fold, '.jsonl')
      download(name, all.file)
      return say(o.exported, all.n, name)
    })
  }

  private readonly toCodes = async () => {
    const events = await this.props.actions.unsent(MOST)
    if (!events.length) return this.work.run(0, async () => o.allSent)
    const texts = codesOf(await pack(events.map(lineOf).join('')))
    this.setState({ codes: { texts, events: events.length }, at: 0, still: false })
  }

  /** Reads a file, a router's log, or codes' texts. Asks when it may be another meeting's. */
  private async fromFile(file: Blob) {
    let read: Read = { events: [], refused: [] }
    const codes = new Codes()
    let whole = false
    this.setState({ ask: undefined })
    const work = async (step: Step) => {
      let at = 1
      for await (const { lines, bytes } of linesOf(file)) {
        for (const line of lines) codes.add(line)
        const { events, refused } = codes.of ? read : readLines(lines, at)
        read.events.push(...events)
        read.refused.push(...refused)
        at += lines.length
        if (!(await step(bytes / KB))) return ''
      }
      const bytes = codes.bytes()
      if (codes.of && !bytes) return say(o.gotCodes, codes.got, codes.of)
      if (bytes) read = readLines((await unpack(bytes)).split('\n'))
      whole = true
      return ''
    }
    await this.work.run(Math.ceil(file.size / KB), work, ' KB')
    if (!whole) return
    if (isStrange(this.props.bar.fold, read.events)) this.setState({ ask: read })
    else await this.takeIn(read)
  }

  private takeIn({ events, refused }: Read) {
    this.setState({ ask: undefined })
    return this.work.run(events.length, async step => {
      let fresh = 0
      let done = 0
      while (done < events.length) {
        const batch = events.slice(done, done + BATCH)
        fresh += await this.props.actions.bring(batch)
        done += batch.length
        if (!(await step(batch.length))) break
      }
      const lines = refused.slice(0, TOLD).map(([line, why]) => say(o.refusedLine, line, why))
      if (refused.length > TOLD) lines.push('…')
      const words = [say(o.imported, fresh), say(o.known, done - fresh)]
      if (refused.length) words.push(say(o.refused, refused.length, lines.join('; ')))
      return words.join(' · ')
    })
  }

  private readonly fromCamera = async () => {
    const codes = new Codes()
    let stream: MediaStream | undefined
    this.setState({ reading: codes })
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      const video = this.video.current!
      video.srcObject = stream
      await video.play()
      const reader = new (detector()!)({ formats: ['qr_code'] })
      while (this.state.reading === codes && !codes.bytes()) {
        for (const { rawValue } of await reader.detect(video)) codes.add(rawValue)
        this.setState({})
        await pause(LOOK_EACH)
      }
      const bytes = codes.bytes()
      if (bytes) void this.fromFile(new Blob([await unpack(bytes)]))
    } catch (error) {
      void this.work.run(0, () => Promise.reject(error))
    }
    for (const track of stream?.getTracks() ?? []) track.stop()
    this.setState({ reading: undefined })
  }

  render(screen: Screen, { ask, codes, at, still, reading }: State): VNode {
    const button = (name: string, act: () => void) =>
      html`<button type="button" onClick=${act}>${name}</button>`
    const over = (title: string, close: State, body: VNode) =>
      dialog(title, { ...screen, open: () => this.setState(close) }, body)
    const n = codes && at % codes.texts.length
    return html`
      <form aria-label=${o.carry} onSubmit=${(event: Event) => {
        event.preventDefault()
        const form = event.target as HTMLFormElement
        void this.fromFile(new Blob([String(new FormData(form).get('text'))]))
        form.reset()
      }}>
        <h3>${o.carry}</h3><p>${o.carryWhy}</p>
        ${button(o.exportFile, this.toFile)}
        <label>${o.importFile}<input type="file" onChange=${({ target }: Event) => {
          const input = target as HTMLInputElement
          const file = input.files?.[0]
          if (file) void this.fromFile(file)
          input.value = ''
        }} /></label>
        <label>${o.pasted}<textarea name="text" rows="3" required spellcheck=${false}></textarea></label>
        <button>${o.takeIn}</button>
        ${button(o.showCodes, this.toCodes)}
        ${detector() ? button(o.readCodes, this.fromCamera) : html`<p>${o.noReader}</p>`}
        ${this.work.view()}
        <div role="status">${ask && html`<p>${o.strange} ${button(o.takeAll, () => this.takeIn(ask))}</p>`}</div>
        ${
          codes &&
          over(
            say(o.code, n! + 1, codes.texts.length),
            { at, codes: undefined },
            html`<p>${say(o.codesHold, codes.events)}</p>${Qr(codes.texts[n!]!, say(o.code, n! + 1, codes.texts.length))}
              <button type="button" aria-pressed=${!!still} onClick=${() => this.setState({ still: !still })}>${o.pause}</button>`,
          )
        }
        ${
          reading &&
          over(
            o.readCodes,
            { at, reading: undefined },
            html`<p role="status">${say(o.gotCodes, reading.got, reading.of)}</p><video ref=${this.video} muted playsinline></video>`,
          )
        }
      </form>`
  }
}
