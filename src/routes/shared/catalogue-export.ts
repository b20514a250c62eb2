// Address of the CSV file of the whole catalogue, written as spreadsheets of the shop's country read it.
import { decimalMark } from '../../lib/time/parse-day.ts'

export const catalogueExport = (locale: string): string =>
  `/api/products/export/csv?archived=all${
    decimalMark(locale) === ',' ? '&separator=semicolon&decimal=comma' : ''
  }`
