import htm from 'htm'
import { h, type VNode } from 'preact'

/**
 * Templates as virtual DOM. htm does not check props, so an own component goes in as `h(Component, props)`.
 */
export const html = htm.bind(h) as (strings: TemplateStringsArray, ...values: unknown[]) => VNode
