/**
 * Sets of event numbers, a station's at a time, as runs: `[1, 40, 42, 42]` holds 1 to 40 and 42.
 * Stations number without holes, so a whole weekend is a pair of numbers a station.
 */
export type Runs = number[]

/** Runs a station id. */
export type RunSet = Record<string, Runs>

/** The index of the run that holds `n`, or where a run with `n` would go, negative and less one (as a binary search says). */
const find = (runs: Runs, n: number): number => {
  let low = 0
  let high = runs.length / 2 - 1
  while (low <= high) {
    const mid = (low + high) >> 1
    if (n < runs[mid * 2]!) high = mid - 1
    else if (n > runs[mid * 2 + 1]!) low = mid + 1
    else return mid
  }
  return -low - 1
}

/** Whether `n` is in the runs. */
export const hasNumber = (runs: Runs | undefined, n: number): boolean => !!runs && find(runs, n) >= 0

/** Puts `n` in, in place. Says whether it is new. */
export const addNumber = (runs: Runs, n: number): boolean => {
  const at = find(runs, n)
  if (at >= 0) return false
  const i = (-at - 1) * 2
  const joinsLeft = i > 0 && runs[i - 1] === n - 1
  const joinsRight = runs[i] === n + 1
  if (joinsLeft && joinsRight) runs.splice(i - 1, 2)
  else if (joinsLeft) runs[i - 1] = n
  else if (joinsRight) runs[i] = n
  else runs.splice(i, 0, n, n)
  return true
}

/** The number up to which the runs hold everything from 1 on; 0 when 1 is missing. */
export const wholeUpTo = (runs: Runs | undefined): number => (runs?.[0] === 1 ? runs[1]! : 0)

/** Puts an event's id into a set of runs, in place. Says whether it is new. */
export const addId = (set: RunSet, station: string, n: number): boolean =>
  addNumber(Object.hasOwn(set, station) ? set[station]! : (set[station] = []), n)

/** The numbers in runs, from the highest down. */
export function* downward(runs: Runs = []): Generator<number> {
  for (let i = runs.length - 2; i >= 0; i -= 2) for (let n = runs[i + 1]!; n >= runs[i]!; n--) yield n
}

/** The first numbers in runs, so many at most. */
export const numbersOf = (runs: Runs, most: number): number[] => {
  const numbers: number[] = []
  for (let i = 0; i < runs.length; i += 2)
    for (let n = runs[i]!; n <= runs[i + 1]! && numbers.length < most; n++) numbers.push(n)
  return numbers
}

/** The numbers in `here` that are not in `there`, as runs. Costs as much as there are runs, not events. */
export const without = (here: Runs, there: Runs = []): Runs => {
  const rest: Runs = []
  for (let i = 0, j = 0; i < here.length; i += 2) {
    let from = here[i]!
    const to = here[i + 1]!
    while (there[j + 1]! < from) j += 2
    for (let k = j; there[k]! <= to; k += 2) {
      if (there[k]! > from) rest.push(from, there[k]! - 1)
      from = there[k + 1]! + 1
    }
    if (from <= to) rest.push(from, to)
  }
  return rest
}

/** How many numbers runs hold. */
export const countOf = (runs: Runs): number => runs.reduce((sum, end, i) => sum + (i % 2 ? end + 1 : -end), 0)

/** How many events a set of runs holds. */
export const sizeOf = (set: RunSet): number =>
  Object.values(set).reduce((sum, runs) => sum + countOf(runs), 0)
