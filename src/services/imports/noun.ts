// A kind of rows that can be imported.
import type { Reader } from '../../db/database.ts'
import type { FileLimits } from '../../lib/csv/parser.ts'
import type { Permission } from '../../schemas/access/permissions.ts'
import type { DescribedColumn } from '../../schemas/exports/index.ts'
import type { Actor } from '../shared/change.ts'
import type { CheckedFile } from './check.ts'

/** Who imports: what a file may change depends on their rights. */
export type Importer = Actor

export interface ImportNoun {
  name: 'customers' | 'orders' | 'products'
  title: 'Customers' | 'Orders' | 'Products'
  /** Of the document of the API. */
  tag: string
  permission: Permission
  says: string
  /** For the page: what it is for. */
  purpose: string
  /** What the same file does a second time, for the page. */
  repeated: string
  columns: readonly DescribedColumn[]
  /** Template rows, in column order; amounts with a decimal point. */
  examples: readonly (readonly string[])[]
  limits: FileLimits
  /** @throws Refusal `file_too_large`, `not_csv`, `file_empty`, `too_many_imports`, `stock_right_needed` */
  check: (db: Reader, bytes: Uint8Array, importer: Importer) => Promise<CheckedFile>
}
