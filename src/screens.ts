import type { Actions, Bar, Choices, Tablet } from './domain/bar.ts'
import { Fold } from './domain/fold.ts'
import { EMPTY_STRIP } from './domain/strip.ts'
import { paint } from './view/app.ts'

/** What the page shows: a bar, and what the page knows of itself whatever the meeting. */
export interface Screens {
  /** What is shown; absent until there is something. */
  bar(): Bar | undefined
  show(bar: Bar, actions: Actions): void
  /** Shows the same once more, as there are screens now that were not there before. */
  showAgain(): void
  /** Adds to what the page knows of itself, and shows it. @returns all of that */
  tell(news: Tablet): Tablet
}

/**
 * @param root an empty element
 * @param onShow called before each paint
 */
export const openScreens = (root: Element, onShow: () => void): Screens => {
  let tablet: Tablet = {}
  let shown: [bar: Bar, actions: Actions] | undefined
  const show = (bar: Bar, actions: Actions): void => {
    shown = [bar, actions]
    onShow()
    paint(root, { ...bar, ...tablet }, actions)
  }
  const showAgain = (): void => {
    if (shown) show(...shown)
  }
  return {
    bar: () => shown?.[0],
    show,
    showAgain,
    tell(news) {
      const before = JSON.stringify(tablet)
      tablet = { ...tablet, ...news }
      if (JSON.stringify(tablet) !== before) showAgain()
      return tablet
    },
  }
}

/** The bar while there is no journal: nothing to tap, and a screen that says why. */
export const closedBar = (choices: Choices): Bar => ({
  fold: new Fold(),
  version: 0,
  strip: EMPTY_STRIP,
  station: '',
  place: '',
  stock: '',
  saving: { state: 'trouble', waiting: 0, why: 'open' },
  links: [],
  choices,
})
