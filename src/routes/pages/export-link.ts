// The address of a list as a CSV file, written the way the spreadsheets of the shop's country expect it.
import { decimalMark } from '../../services/import-values.ts'
import { urlOf } from './queries.ts'

type Query = Record<string, string | number | boolean | null | undefined>

/** Where a list is read and how it is sorted is no part of a file: it has all rows, by id. */
const NO_FILTER = { sort: null, limit: null, cursor: null, page: null, total: null }

/**
 * @param path of the export: `/api/orders/export/csv`
 * @param locale of the shop: where 125,50 is written, a comma cannot separate fields
 */
export const exportUrl = (path: string, query: object, locale: string): string =>
  urlOf(path, query, { ...NO_FILTER, ...writtenIn(locale) })

const writtenIn = (locale: string): Query =>
  decimalMark(locale) === ',' ? { separator: 'semicolon', decimal: 'comma' } : {}
