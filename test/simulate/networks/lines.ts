import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** Calls `take` with each line of a stream that is JSON. */
export const onLines = (stream: Readable, take: (value: unknown) => void): void => {
  createInterface(stream).on('line', line => take(JSON.parse(line)))
}

/** Writes a value as a line. */
export const tell = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
