// Rows as the lines of a CSV file (RFC 4180) that is safe to open in a spreadsheet.
import type { CastReturnObject } from 'csv-stringify'
import { type Options, stringify } from 'csv-stringify/sync'
import type { CsvFormat } from '../schemas/exports.ts'

export type Cell = string | number | boolean | null

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const

/**
 * Digits and what people write between them, as in '+44 20 7946 0018' and '-30.00'. Such a text holds no name, no
 * reference and no function, so a spreadsheet can do no more than count with it; with an apostrophe in front nobody
 * could call the number, or add the amounts up.
 */
const IS_NUMBER = /^[+(-]{1,3}\d[\d ()./,-]*$/

/** The library knows this option for a single field; its types do not. */
const asItIs = (value: string) => ({ value, escape_formulas: false }) as CastReturnObject

const OPTIONS: Options = {
  record_delimiter: 'windows',
  // Not the default beside it: a line break inside a note is quoted, whichever it is.
  quote_record_delimiter: true,
  // A field with such a start could run when the file is opened (https://owasp.org/www-community/attacks/CSV_Injection).
  escape_formulas: true,
  cast: {
    boolean: (value) => String(value),
    string: (value) => (IS_NUMBER.test(value) ? asItIs(value) : value),
  },
}

/**
 * The first line. Before it stands a byte order mark: without one, Excel reads 'Zoë' as 'ZoÃ«'.
 */
export const csvHeader = (names: readonly string[], { separator = 'comma' }: CsvFormat): string =>
  stringify([[...names]], { ...OPTIONS, delimiter: DELIMITERS[separator], bom: true })

export const csvLines = (rows: readonly Cell[][], { separator = 'comma' }: CsvFormat): string =>
  stringify([...rows], { ...OPTIONS, delimiter: DELIMITERS[separator] })

/** An amount of the API as a cell: '125.50', or '125,50' where the reader asks for it. */
export const amountCell = (amount: string, { decimal = 'point' }: CsvFormat): string =>
  decimal === 'comma' ? amount.replace('.', ',') : amount
