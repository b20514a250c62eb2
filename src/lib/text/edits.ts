// Edit distance of words, as far as it is one: a letter more, less or another, or two neighbours exchanged.

/** In characters, so that a letter outside the basic plane counts as one. Equal words are not one edit apart. */
export function isOneEditApart(one: string, other: string): boolean {
  const [short, long] = [[...one], [...other]].sort((a, b) => a.length - b.length) as [
    string[],
    string[],
  ]
  if (long.length - short.length > 1) return false
  const from = short.findIndex((letter, at) => letter !== long[at])
  if (from === -1) return long.length > short.length
  const rest = (letters: readonly string[], at: number) => letters.slice(at).join('')
  if (long.length > short.length) return rest(short, from) === rest(long, from + 1)
  const isReplaced = rest(short, from + 1) === rest(long, from + 1)
  const isExchanged =
    short[from] === long[from + 1] &&
    short[from + 1] === long[from] &&
    rest(short, from + 2) === rest(long, from + 2)
  return isReplaced || isExchanged
}
