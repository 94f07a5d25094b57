import type { VNode } from 'preact'
import { html } from '../html.ts'
import { o, say } from '../words.ts'

/** How far something long is. */
interface Task {
  done: number
  of: number
  unit: string
}

/** Adds to what is done, paints, and says whether to go on: a tap between two steps is answered at once. */
export type Step = (n: number) => Promise<boolean>

const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms))

/** Something long that a screen does: one thing at a time, with a bar that shows how far it is and a button that ends it. */
export class Work {
  task: Task | undefined
  /** What came of the last one. */
  said: VNode | string = ''
  readonly #changed: () => void

  /** @param changed is called when there is something new to show */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /**
   * Runs something long; an error is told.
   * @param of how many steps it has, of what
   * @param work answers what is to be said in the end
   */
  async run(of: number, work: (step: Step) => Promise<VNode | string>, unit = ''): Promise<void> {
    const task = { done: 0, of, unit }
    const step = async (n: number) => {
      task.done += n
      this.#changed()
      await pause(0)
      return this.task === task
    }
    this.task = task
    this.said = ''
    this.#changed()
    const said = await work(step).catch(error => say(o.failed, String(error)))
    // What was begun meanwhile has the word.
    if (this.task && this.task !== task) return
    this.task = undefined
    this.said = said
    this.#changed()
  }

  readonly stop = (): void => {
    this.task = undefined
    this.#changed()
  }

  /** How far it is, and what came of it. Only the latter is read out. */
  view(): VNode {
    const { task, said } = this
    const words = task && `${say(o.working, Math.round(task.done), task.of)}${task.unit}`
    return html`
      ${task && html`<p class="work"><progress value=${task.done} max=${task.of} aria-label=${words}></progress>${words}<button type="button" onClick=${this.stop}>${o.stop}</button></p>`}
      <div role="status">${said && html`<p>${said}</p>`}</div>`
  }
}
