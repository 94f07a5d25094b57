// SPDX-License-Identifier: AGPL-3.0-or-later
import { createHash } from 'node:crypto'

/** Response headers for the requests whose URI (path and query, as sent) matches `uri`. */
export interface HeaderRule {
  /** A regular expression that means the same to JavaScript and to POSIX regcomp(3), which uhttpd's json_script uses. */
  uri: string
  headers: [name: string, value: string][]
}

export interface HeaderOptions {
  /** Origins of further databases that the app may talk to, e.g. `https://couch.example:6984`. */
  connect?: string[]
  /** What the policy says of scripts: the hashes that index.html names (see `scriptHashes`). */
  scripts?: string[]
}

/** Only what the app needs: its own inline script, inline style, pictures it made, and the databases of the settings. */
export const contentSecurityPolicy = ({ connect = [], scripts = [] }: HeaderOptions): string =>
  [
    "default-src 'none'",
    `script-src ${scripts.length ? scripts.join(' ') : "'unsafe-inline'"}`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * The headers that the router sends on top of uhttpd's own: the one list that the laptop stand-in uses and that the
 * package's json_script says in uhttpd's words. The first rule holds for every URI, and adds up with one other at most:
 * of rules that fit, some servers (lighttpd) take the last alone.
 *
 * index.html is stored as gzip bytes and cached for ten years (the only header with which a tablet opens the app while
 * the router is off); what changes is never stored, nor are the service worker and organizers' screens: asked whether
 * they changed, uhttpd might say wrongly that they did not. What is below `/texts/` and `/handbook/` is gzip bytes, too,
 * and keeps the browser's default: the app keeps the texts itself, and nobody reads a handbook while the bar burns.
 */
export const headerRules = (options: HeaderOptions = {}): HeaderRule[] => [
  {
    uri: '^/',
    headers: [
      ['X-Content-Type-Options', 'nosniff'],
      ['Referrer-Policy', 'no-referrer'],
      ['Content-Security-Policy', contentSecurityPolicy(options)],
    ],
  },
  {
    uri: '^/(index[.]html)?([?]|$)',
    headers: [
      ['Content-Encoding', 'gzip'],
      ['Cache-Control', 'max-age=315360000'],
    ],
  },
  // A station of another bar's router looks at this one's pulse, too, instead of starting a script each time. The name
  // takes a key to learn, and no browser sends one along.
  {
    uri: '^/pulse/',
    headers: [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Headers', 'if-none-match'],
      ['Access-Control-Expose-Headers', 'ETag'],
      ['Access-Control-Max-Age', '600'],
      ['Cache-Control', 'no-store'],
    ],
  },
  {
    uri: '^/(sw|office)[.]js([?]|$)',
    headers: [
      ['Content-Encoding', 'gzip'],
      ['Cache-Control', 'no-store'],
    ],
  },
  { uri: '^/((texts|handbook)/|manifest[.]json([?]|$))', headers: [['Content-Encoding', 'gzip']] },
  { uri: '^/(cgi-bin/|settings[.]json([?]|$))', headers: [['Cache-Control', 'no-store']] },
]

/** The headers for one request. */
export const headersFor = (rules: HeaderRule[], uri: string): [string, string][] =>
  rules.filter(rule => new RegExp(rule.uri).test(uri)).flatMap(rule => rule.headers)

/**
 * CSP sources (`'sha256-…'`) of a page's inline scripts, so that no other runs, and of the scripts that it names besides:
 * organizers' screens (build/app.ts).
 */
export const scriptHashes = (html: string): string[] => [
  ...new Set([
    ...[...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
      match => `'sha256-${createHash('sha256').update(match[1]!).digest('base64')}'`,
    ),
    ...(/ data-policy="([^"]*)"/.exec(html)?.[1]?.split(' ') ?? []),
  ]),
]
