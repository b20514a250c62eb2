// The picture of a person, or their initials. Decorative: the name stands beside it.
import { escaped } from './escaped.ts'

/** @param url of the picture, or nothing for the initials */
export function avatarHtml(name: string, url?: string | null, size: 'usual' | 'large' = 'usual') {
  const classes = size === 'large' ? 'avatar avatar-lg' : 'avatar'
  return url
    ? `<img class="${classes}" src="${escaped(url)}" alt="" width="52" height="52" loading="lazy">`
    : `<span class="${classes}" aria-hidden="true" data-initials="${escaped(initials(name))}"></span>`
}

/** "Amina Haddad" becomes "AH". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends
    .map((word) => firstLetter(word ?? ''))
    .join('')
    .toUpperCase()
}

/** First grapheme, with its accent or vowel sign. Most names skip the slow Unicode segmentation. */
const firstLetter = (word: string): string =>
  /^[a-z]/i.test(word) && !/^.\p{M}/u.test(word)
    ? word.charAt(0)
    : (letters.segment(word)[Symbol.iterator]().next().value?.segment ?? '')

const letters = new Intl.Segmenter('und', { granularity: 'grapheme' })
