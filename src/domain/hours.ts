import type { Hours, Millis } from './event.ts'

// Hours of a bar's week as somebody types them: when it is open, when the programme has its breaks.

const DAY = 1440

/** Minutes after midnight of "13", "13:30" or "13.30". */
const minuteOf = (hour: string, minute = '0'): number => Number(hour) * 60 + Number(minute)

/**
 * Reads "13:00-14:00, Sat 15:30-16:30": without a day they are of every day. An end before its begin is on the next day.
 * Undefined where a part says neither.
 * @param dayOf a word's day of the week, 0 for Sunday
 */
export const parseHours = (
  text: string,
  dayOf: (word: string) => number | undefined,
): Hours[] | undefined => {
  const all: Hours[] = []
  for (const part of text.split(/[,;\n]+/)) {
    if (!part.trim()) continue
    const match = /^\s*(\D*?)\s*(\d\d?)(?:[:.](\d\d))?\s*[-–—]\s*(\d\d?)(?:[:.](\d\d))?\s*$/.exec(part)
    if (!match) return undefined
    const day = match[1] ? dayOf(match[1]) : undefined
    const [from, to] = [minuteOf(match[2]!, match[3]), minuteOf(match[4]!, match[5])]
    if ((match[1] && day === undefined) || from >= DAY || to > DAY || from === to) return undefined
    all.push({ ...(day !== undefined && { day }), from, to })
  }
  return all
}

/**
 * What part of a full hour lies in some hours of the week, 0 to 1; undefined where nothing is said of that day. What is
 * said of a day replaces what is said of every day.
 * @param at its begin
 */
export const shareOf = (hours: readonly Hours[], at: Millis): number | undefined => {
  const date = new Date(at)
  const begin = date.getHours() * 60 + date.getMinutes()
  const of = (day: number) => {
    const own = hours.filter(each => each.day === day)
    return own.length ? own : hours.filter(each => each.day === undefined)
  }
  const today = of(date.getDay())
  let minutes = 0
  const count = (from: number, to: number) => {
    minutes += Math.max(0, Math.min(to, begin + 60) - Math.max(from, begin))
  }
  for (const { from, to } of today) count(from, to > from ? to : to + DAY)
  // What began yesterday and ends today.
  for (const { from, to } of of((date.getDay() + 6) % 7)) if (to <= from) count(0, to)
  return today.length || minutes ? Math.min(1, minutes / 60) : undefined
}
