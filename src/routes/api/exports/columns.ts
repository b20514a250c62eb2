// The columns that the CSV files have in common: what a row has, and amounts in the shop's currency.
import { amountCell, type Cell, type CsvFormat } from '../../../lib/csv/writer.ts'
import { formatAmount } from '../../../lib/money/amounts.ts'
import type { Column } from './csv-answer.ts'

/** What the cells of a file depend on besides their row. */
export interface Reading {
  currency: string
  timeZone: string
  format: CsvFormat
}

export const columnsOf = <Row>() => ({
  /** A member of the row, as it is. */
  plain: <Name extends string & CellNames<Row>>(
    name: Name,
    says: string,
  ): Column<Row, Reading> => ({ name, says, of: (row) => (row[name] ?? null) as Cell }),

  amount: (name: string, says: string, units: (row: Row) => number): Column<Row, Reading> => ({
    name,
    says,
    of: (row, { currency, format }) => amountCell(formatAmount(units(row), currency), format),
  }),
})

type CellNames<Row> = {
  [Name in keyof Row]-?: Row[Name] extends Cell | undefined ? Name : never
}[keyof Row]

export const CURRENCY: Column<unknown, Reading> = {
  name: 'currency',
  says: 'ISO 4217',
  of: (_row, { currency }) => currency,
}
