// What the pages of the storefront write into their HTML besides words: the display font, descriptions, data.

/** Letters of the display font (scripts/assets/font.ts). */
const LETTERS =
  /^[\u0020-\u007e\u00a0-\u00ff\u0100-\u017f\u0218-\u021b\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac]*$/

/** Class of a name: with a letter outside of the display font it is whole in the other one. */
export const displayClass = (text: string): string => (LETTERS.test(text) ? 'display' : '')

/** Characters of a description that search engines show. */
const MOST = 160

export function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= MOST) return line
  return `${line.slice(0, MOST).replace(/\s\S*$/, '')}…`
}

/** JSON inside of a script element: nothing in it can end the element. */
export const jsonForHtml = (data: unknown): string =>
  JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028')
