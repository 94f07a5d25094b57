/**
 * Texts in the shape of the English ones, each as `take` gives it.
 * @param shape texts, lists and groups of texts
 * @param take is asked for each text once, in the order of the English file
 */
export const shaped = <T>(shape: T, take: (english: string, own: unknown) => unknown, own?: unknown): T => {
  const at = Object(own)
  return (
    typeof shape === 'string'
      ? take(shape, own)
      : Array.isArray(shape)
        ? shape.map((each, i) => shaped(each, take, at[i]))
        : Object.fromEntries(
            Object.entries(shape as object).map(([key, each]) => [key, shaped(each, take, at[key])]),
          )
  ) as T
}

/** `texts` with those of `own` in their place that are texts: what came from elsewhere may lack some, or be anything. */
export const over = <T>(texts: T, own: unknown): T =>
  shaped(texts, (text, other) => (typeof other === 'string' ? other : text), own)

/**
 * Texts of several languages from lines of a code and what follows the English ones in their order; English where a line
 * ends early.
 */
export const unpacked = <T>(english: T, lines: string, between: string): Record<string, T> =>
  Object.fromEntries(
    lines.split('\n').map(line => {
      const texts = line.split(between)
      return [texts.shift()!, shaped(english, own => texts.shift() ?? own)]
    }),
  )
