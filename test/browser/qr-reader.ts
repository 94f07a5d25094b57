import type { Locator, Page } from 'playwright-core'
import { encode, QrCodeDataType } from 'uqr'

// Reads a QR code off a picture that is straight and undamaged: level L with mask 0, which is what the app draws. Which
// modules hold data it asks uqr, another encoder, so that an encoder and a reader of our own cannot be wrong together.

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** Light or dark, row by row. */
export type Modules = boolean[][]

/** Data codewords a block at level L, as (blocks × codewords) groups, versions 1 to 20: ISO/IEC 18004, table 9. */
const GROUPS: [number, number][][] = [
  [[1, 19]],
  [[1, 34]],
  [[1, 55]],
  [[1, 80]],
  [[1, 108]],
  [[2, 68]],
  [[2, 78]],
  [[2, 97]],
  [[2, 116]],
  [
    [2, 68],
    [2, 69],
  ],
  [[4, 81]],
  [
    [2, 92],
    [2, 93],
  ],
  [[4, 107]],
  [
    [3, 115],
    [1, 116],
  ],
  [
    [5, 87],
    [1, 88],
  ],
  [
    [5, 98],
    [1, 99],
  ],
  [
    [1, 107],
    [5, 108],
  ],
  [
    [5, 120],
    [1, 121],
  ],
  [
    [3, 113],
    [4, 114],
  ],
  [
    [3, 107],
    [5, 108],
  ],
]

/** The text of a code. */
export const readModules = (modules: Modules): string => {
  const size = modules.length
  const version = (size - 17) / 4
  const { types } = encode('A', { ecc: 'L', border: 0, minVersion: version, maxVersion: version })
  const bits: number[] = []
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    const up = ((right + 1) & 2) === 0
    for (let i = 0; i < size; i++)
      for (const x of [right, right - 1]) {
        const y = up ? size - 1 - i : i
        if (types[y]![x] === QrCodeDataType.Data) bits.push(+modules[y]![x]! ^ +((x + y) % 2 === 0))
      }
  }
  const byteAt = (i: number) => Number.parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2)
  const blocks = GROUPS[version - 1]!.flatMap(([n, length]) => Array.from({ length: n }, () => length))
  const read: number[][] = blocks.map(() => [])
  let at = 0
  for (let i = 0; i < Math.max(...blocks); i++)
    blocks.forEach((length, block) => {
      if (i < length) read[block]!.push(byteAt(at++))
    })
  const stream = read
    .flat()
    .map(byte => byte.toString(2).padStart(8, '0'))
    .join('')
  let place = 0
  const take = (n: number) => Number.parseInt(stream.slice(place, (place += n)), 2)
  const mode = take(4)
  if (mode === 4) {
    const length = take(version > 9 ? 16 : 8)
    return Buffer.from(Array.from({ length }, () => take(8))).toString()
  }
  if (mode !== 2) throw new Error(`mode ${mode}`)
  let left = take(version > 9 ? 11 : 9)
  let text = ''
  for (; left > 1; left -= 2) {
    const two = take(11)
    text += LETTERS[Math.floor(two / 45)]! + LETTERS[two % 45]!
  }
  return left ? text + LETTERS[take(6)]! : text
}

/** The text of the code in a picture that shows nothing else, as a camera would see the screen. */
export const readPicture = async (page: Page, code: Locator): Promise<string> => {
  const modules = Number((await code.getAttribute('viewBox'))!.split(' ')[2])
  const png = (await code.screenshot()).toString('base64')
  const rows = await page.evaluate(
    async ([png, modules]) => {
      const picture = new Image()
      picture.src = `data:image/png;base64,${png}`
      await picture.decode()
      const canvas = document.createElement('canvas')
      const side = (canvas.width = canvas.height = Math.min(picture.width, picture.height))
      const paper = canvas.getContext('2d')!
      // The drawing stands in the middle of its box.
      paper.drawImage(picture, (side - picture.width) / 2, (side - picture.height) / 2)
      const { data } = paper.getImageData(0, 0, side, side)
      const dark = (y: number, x: number) => {
        const at = (i: number) => Math.floor(((i + 0.5) * side) / modules)
        return data[(at(y) * side + at(x)) * 4]! < 128
      }
      return Array.from({ length: modules }, (_, y) => Array.from({ length: modules }, (_, x) => dark(y, x)))
    },
    [png, modules] as const,
  )
  // Four light modules on each side are its rim.
  return readModules(rows.slice(4, -4).map(row => row.slice(4, -4)))
}
