import type { VNode } from 'preact'
import type { Screen } from './screen.ts'

/** A screen of its own, drawn from what every screen gets. */
export type Page = (screen: Screen) => VNode

/** The screens by their routes: those of this page, and organizers' once they are here (src/office.ts). */
export const pages: Record<string, Page> = {}

/** Adds screens by their routes. */
export const addPages = (more: Record<string, Page>): void => void Object.assign(pages, more)

/** Whether organizers' screens are here. */
export const hasOffice = (): boolean => 'setup' in pages
