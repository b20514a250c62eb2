// The display font: Besley at one weight, with the letters of Latin scripts only, in two files that browsers load as a
// page needs them. Licence: SIL Open Font License 1.1 (public/src/font-license.txt).
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import subsetFont from 'subset-font'

/** Basic Latin and Latin-1, with the punctuation and signs of Western languages. */
const LATIN = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x2013, 0x2014],
  [0x2018, 0x201e],
  [0x2022],
  [0x2026],
  [0x20ac],
]
/** Latin Extended-A, with the Romanian letters. */
const LATIN_EXTENDED = [
  [0x100, 0x17f],
  [0x218, 0x21b],
]

const charactersOf = (ranges: readonly (readonly number[])[]): string =>
  ranges
    .flatMap(([first = 0, last = first]) =>
      Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)),
    )
    .join('')

const FONTS = {
  'display.woff2': { file: 'besley-latin-wght-normal.woff2', ranges: LATIN },
  'display-extended.woff2': { file: 'besley-latin-ext-wght-normal.woff2', ranges: LATIN_EXTENDED },
}

/** By the name of the asset. */
export async function buildFonts(root: string): Promise<Record<string, Buffer>> {
  const folder = join(root, 'node_modules/@fontsource-variable/besley/files')
  const built = Object.entries(FONTS).map(async ([name, { file, ranges }]) => {
    const font = await subsetFont(await readFile(join(folder, file)), charactersOf(ranges), {
      targetFormat: 'woff2',
      variationAxes: { wght: 650 },
      noHinting: true,
      keepFeatures: ['kern', 'mark', 'mkmk', 'ccmp', 'locl'],
    })
    return [name, font] as const
  })
  return Object.fromEntries(await Promise.all(built))
}
