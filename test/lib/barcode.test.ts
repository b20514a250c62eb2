// Barcodes: the bars that are printed are read as a scanner reads them, with the tables of the EAN specification.
import t from 'tap'
import { barcodeSvg, symbologyOf } from '../../src/lib/barcode.ts'

/** Widths of space, bar, space, bar in modules for the digits 0 to 9, odd parity (ISO/IEC 15420). */
const WIDTHS = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112']
/** Parities of the left six digits, by the first digit: 1 is even parity, whose widths are mirrored. */
const FIRST = '000000 001011 001101 001110 010011 011001 011100 010101 010110 011010'.split(' ')

/** Widths of bars and spaces in turns, from the first bar, in modules. */
function widthsIn(svg: string): number[] {
  const bars = [...svg.matchAll(/stroke-width="(\d+)" d="([^"]+)"/g)].flatMap(
    ([, width = '', path = '']) =>
      [...path.matchAll(/M(\d+)/g)].map(([, middle]) => ({
        from: Number(middle) - Number(width) / 2,
        to: Number(middle) + Number(width) / 2,
      })),
  )
  bars.sort((one, other) => one.from - other.from)
  const edges = bars.flatMap(({ from, to }) => [from, to])
  const widths = edges.slice(1).map((edge, at) => edge - (edges[at] ?? 0))
  const module = Math.min(...widths)
  return widths.map((width) => Math.round(width / module))
}

const mirrored = (widths: string) => [...widths].reverse().join('')

/** Guards are 3, 5 and 3 widths; each digit has four. */
function readEan13(svg: string): string {
  const widths = widthsIn(svg).join('')
  const left = widths.slice(3, 27).match(/.{4}/g) ?? []
  const right = widths.slice(32, 56).match(/.{4}/g) ?? []
  const parities = left.map((digit) => (WIDTHS.includes(digit) ? '0' : '1')).join('')
  const digits = left.map((digit) =>
    WIDTHS.indexOf(WIDTHS.includes(digit) ? digit : mirrored(digit)),
  )
  return [FIRST.indexOf(parities), ...digits, ...right.map((digit) => WIDTHS.indexOf(digit))].join(
    '',
  )
}

t.test('EAN-13 is printed as it is read', async (t) => {
  for (const code of ['4006381333931', '2000000000015', '9780201379624']) {
    t.equal(readEan13((await barcodeSvg(code)) ?? ''), code)
  }
})

t.test('a code is what its check digit says, or Code 128', async (t) => {
  t.equal(symbologyOf('4006381333931'), 'ean13')
  t.equal(symbologyOf('036000291452'), 'upca')
  t.equal(symbologyOf('96385074'), 'ean8')
  t.equal(symbologyOf('4006381333932'), 'code128', 'a wrong check digit')
  t.equal(symbologyOf('GOWN-S'), 'code128')
  t.match(await barcodeSvg('GOWN-S'), /^<svg/)
  t.equal(symbologyOf('SEIDE-Ü'), null)
  t.equal(await barcodeSvg('絹-1'), null)
})
