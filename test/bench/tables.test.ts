import { expect, test } from 'vitest'
import { translated } from './tables.ts'

const english = `| on flash | bytes |
| --- | ---: |
| the app, with 1,000 events | 43,236 |

| what |  |
| --- | ---: |
| a pulse | 0.036 |`

const spanish = `| en la flash | bytes |
| --- | ---: |
| la app, con 1.000 eventos | 1 |

| qué |  |
| --- | ---: |
| un pulso | 7,5 |`

test('a Spanish table keeps its words, and gets the figures of the English one', () => {
  expect(translated(english, spanish)).toBe(spanish.replace('| 1 |', '| 43.236 |').replace('7,5', '0,036'))
})

test('a Spanish table with other rows is left to somebody who knows Spanish', () => {
  expect(() => translated(english, spanish.replace('| un pulso | 7,5 |', ''))).toThrow('other rows')
})
