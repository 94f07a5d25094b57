import { Component, h, type VNode } from 'preact'
import { html } from '../html.ts'
import { isOrganizer, type Screen } from '../screen.ts'
import { language, o, t } from '../words.ts'
import { Languages } from './language-choice.ts'
import { Recipes } from './recipe.ts'

/** Whether the host says that it has no such page of the handbook. */
export type IsAbsent = (href: string) => Promise<boolean>

interface HandbookProps {
  href: string
  isAbsent: IsAbsent
}

/** Leads to the handbook, which opens beside the app, so that an order stays; says so where the host has none. */
class Handbook extends Component<HandbookProps, { absent: boolean }> {
  override state = { absent: false }

  override componentDidMount(): void {
    const { href, isAbsent } = this.props
    void isAbsent(href).then(absent => this.setState({ absent }))
  }

  render({ href }: HandbookProps): VNode {
    return this.state.absent
      ? html`<p>${o.noHandbook}</p>`
      : html`<p class="tools"><a href=${href} target="_blank" rel="noopener">${o.handbook}</a></p>`
  }
}

/** How a bartender works here, what goes into each drink, and the way to Setup for those whose row of screens lacks it. */
export const Help = (screen: Screen, isAbsent: IsAbsent): VNode => html`
  <main class="page" tabindex="0"><h2>${t.help}</h2>
    ${Languages(screen)}
    ${o.howTo.map(line => html`<p>${line}</p>`)}
    ${!isOrganizer(screen.bar) && html`<p class="tools"><a href="#/setup">${t.setup}</a></p>`}
    ${h(Handbook, { href: `/handbook/${language}.html`, key: language, isAbsent })}
    ${!isSecureContext && [html`<h3>${o.awake}</h3>`, o.awakeHow.map(line => html`<p>${line}</p>`)]}
    <h3>${o.recipes}</h3>
    ${Recipes(screen, screen.bar.fold.drinks())}
  </main>`
