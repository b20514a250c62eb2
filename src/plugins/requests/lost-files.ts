// Lost files of a redisplayed form: browsers cannot keep file inputs, so the page says how many are missing.

/** "Choose the 2 photos again." */
export const chooseAgain = (count: number, noun: 'photo' | 'file'): string =>
  `Choose the ${count === 1 ? noun : `${count} ${noun}s`} again.`

/** Number of lost photos, from the form's field `photosLost`. */
export function photosLostIn({ photosLost }: { photosLost?: unknown }): number {
  const count = Number(photosLost)
  return Number.isInteger(count) && count > 0 && count <= MOST ? count : 0
}

/** More than any form accepts. */
const MOST = 1000
