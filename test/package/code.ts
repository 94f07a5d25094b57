import { readModules } from '../browser/qr-reader.ts'

/** The modules of the QR codes in an output: two rows a line, in colours of their own; dark is what is not drawn. */
export const codes = (output: string): boolean[][][] =>
  output
    .split(/\n(?!\x1b)/)
    .map(part => part.split('\n').filter(line => line.startsWith('\x1b[97;40m')))
    .filter(lines => lines.length > 0)
    .map(lines =>
      lines.flatMap(line => {
        const half = [...line.replace(/\x1b\[[0-9;]*m/g, '')]
        return [half.map(c => c === ' ' || c === '▄'), half.map(c => c === ' ' || c === '▀')]
      }),
    )

/** What a camera that is held to an output reads: the text of the one code in it. */
export const scan = (output: string): string => {
  const [modules, more] = codes(output)
  if (!modules || more) throw new Error(`there is no one code in ${output}`)
  // Four light modules on each side are its rim; below, half a line may be left over.
  const side = modules[0]!.length
  return readModules(modules.slice(4, side - 4).map(row => row.slice(4, side - 4)))
}
