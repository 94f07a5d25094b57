import { Component, h, type VNode } from 'preact'
import { html } from '../html.ts'
import { isOrganizer, type Screen } from '../screen.ts'
import { language, o, t } from '../words.ts'
import { Languages } from './language-choice.ts'
import { Recipes } from './recipe.ts'

/**
 * Leads to the handbook, which opens beside the app, so that an order stays. It is a package of its own: the host is asked
 * for it first, since its answer to what it does not have is none that a browser can show (it says gzip of any such
 * address). A host that does not answer keeps the link: the browser may have the page from before.
 */
class Handbook extends Component<{ href: string }, { absent: boolean }> {
  override state = { absent: false }

  override componentDidMount(): void {
    fetch(this.props.href, { method: 'HEAD' }).then(
      ({ status }) => this.setState({ absent: status === 404 }),
      () => {},
    )
  }

  render({ href }: { href: string }): VNode {
    return this.state.absent
      ? html`<p>${o.noHandbook}</p>`
      : html`<p class="tools"><a href=${href} target="_blank" rel="noopener">${o.handbook}</a></p>`
  }
}

/** How a bartender works here, what goes into each drink, and the way to Setup for those whose row of screens lacks it. */
export const Help = (screen: Screen): VNode => html`
  <main class="page" tabindex="0"><h2>${t.help}</h2>
    ${Languages(screen)}
    ${o.howTo.map(line => html`<p>${line}</p>`)}
    ${!isOrganizer(screen.bar) && html`<p class="tools"><a href="#/setup">${t.setup}</a></p>`}
    ${h(Handbook, { href: `/handbook/${language}.html`, key: language })}
    ${!isSecureContext && [html`<h3>${o.awake}</h3>`, o.awakeHow.map(line => html`<p>${line}</p>`)]}
    <h3>${o.recipes}</h3>
    ${Recipes(screen, screen.bar.fold.drinks())}
  </main>`
