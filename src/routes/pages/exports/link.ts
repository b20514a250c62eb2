// CSV export links, with the separators that spreadsheets of the shop's country expect.
import { decimalMark } from '../../../lib/time/parse-day.ts'
import { urlOf } from '../queries.ts'

type Query = Record<string, string | number | boolean | null | undefined>

/** Paging and sorting do not apply to a file: it has all rows, by id. */
const NO_FILTER = { sort: null, limit: null, cursor: null, page: null, total: null }

/**
 * @param path of the export, such as `/api/orders/export/csv`
 * @param locale of the shop: with a decimal comma, the separator is a semicolon
 */
export const exportUrl = (path: string, query: object, locale: string): string =>
  urlOf(path, query, { ...NO_FILTER, ...writtenIn(locale) })

const writtenIn = (locale: string): Query =>
  decimalMark(locale) === ',' ? { separator: 'semicolon', decimal: 'comma' } : {}
