// CSV writer (RFC 4180), safe to open in a spreadsheet: formulas are escaped.
import type { CastReturnObject } from 'csv-stringify'
import { type Options, stringify } from 'csv-stringify/sync'

export type Cell = string | number | boolean | null

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t' } as const

export const SEPARATORS = ['comma', 'semicolon', 'tab'] as const
export const DECIMALS = ['point', 'comma'] as const

export interface CsvFormat {
  separator?: (typeof SEPARATORS)[number]
  decimal?: (typeof DECIMALS)[number]
}

/**
 * Digits and what is written between them, as in '+44 20 7946 0018' and '-30.00'. Such a text holds no name and no
 * function, so a spreadsheet can only calculate with it; escaped, phone numbers could not be dialled nor amounts
 * summed.
 */
const IS_NUMBER = /^[+(-]{1,3}\d[\d ()./,-]*$/

/**
 * A field with such a start could run as a formula (https://owasp.org/www-community/attacks/CSV_Injection). A field
 * that looks escaped already gets one more apostrophe, so that reading removes just one.
 */
const IS_FORMULA = /^'*[=+\-@\t\r＝＋－＠]/

/** The library accepts this option for a single field; its types do not. */
const asItIs = (value: string) => ({ value, escape_formulas: false }) as CastReturnObject

const OPTIONS: Options = {
  record_delimiter: 'windows',
  // Not the default: a line break inside a note is quoted, whichever it is.
  quote_record_delimiter: true,
  escape_formulas: true,
  cast: {
    boolean: (value) => String(value),
    string: (value) => {
      if (IS_NUMBER.test(value)) return asItIs(value)
      return IS_FORMULA.test(value) ? asItIs(`'${value}`) : value
    },
  },
}

/** The first line, after a byte order mark: without one, Excel reads 'Zoë' as 'ZoÃ«'. */
export const csvHeader = (names: readonly string[], { separator = 'comma' }: CsvFormat): string =>
  stringify([[...names]], { ...OPTIONS, delimiter: DELIMITERS[separator], bom: true })

export const csvLines = (rows: readonly Cell[][], { separator = 'comma' }: CsvFormat): string =>
  stringify([...rows], { ...OPTIONS, delimiter: DELIMITERS[separator] })

/** An amount of the API as a cell: '125.50', or '125,50' with a decimal comma. */
export const amountCell = (amount: string, { decimal = 'point' }: CsvFormat): string =>
  decimal === 'comma' ? amount.replace('.', ',') : amount
