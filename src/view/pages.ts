import type { VNode } from 'preact'
import type { Over, Screen } from './screen.ts'

/** A screen of its own, or what lies over one, drawn from what every screen gets. */
export type Page = (screen: Screen) => VNode

/** Which screen the address asks for; empty, as `bar`, for the bar itself. */
export const routeNow = (): string => location.hash.split('/')[1] ?? ''

/** The screens that come as a second script (src/office.ts), by their routes, once they are here. */
export const pages: Record<string, Page> = {}

/** What lies over the bar screen and comes with them. */
export const overs: Partial<Record<Over, Page>> = {}

/** Whether they are here. */
export const hasOffice = (): boolean => 'setup' in pages
