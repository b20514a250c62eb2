// Schemas of CSV imports: request, report and run.
import { type Static, Type } from '@sinclair/typebox'
import { Amount, Id, listQuery, Nullable, OneOf, Timestamp } from '../common.ts'

export const ImportQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'true: nothing is saved, and the answer says what would be made and what is wrong',
      }),
    ),
    wait: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 50,
        default: 20,
        description:
          'How many seconds the answer waits for the end; an import that takes longer is answered 202',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ImportQuery = Static<typeof ImportQuery>

const counts = (nouns: string) =>
  Type.Object(
    {
      added: Type.Integer({ description: `New ${nouns}` }),
      changed: Type.Integer({ description: 'Those of which something changes' }),
      unchanged: Type.Integer({ description: 'Those that are as in the file' }),
    },
    { description: `Numbers of ${nouns} in the file` },
  )

const CatalogueReport = Type.Object({
  products: counts('products'),
  variants: counts('variants'),
  newCategories: Type.Array(Type.String(), {
    description: 'Names of the categories that are added, at most 100',
  }),
  preview: Type.Array(
    Type.Object({
      line: Type.Integer(),
      sku: Nullable(Type.String({ description: 'As in the file' })),
      productName: Type.String(),
      isNew: Type.Boolean({ description: 'Whether the variant is added' }),
      changes: Type.Array(Type.String(), {
        description: 'Columns whose values change, of the variant and its product',
      }),
    }),
    { description: 'At most 20 of the lines that add or change something' },
  ),
})

const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const

export const ImportReportJson = Type.Object(
  {
    dryRun: Type.Boolean({ description: 'True for a dry run: nothing was saved' }),
    importId: Nullable(
      Type.Integer({
        description: 'The id for `GET /api/imports/{id}`; null if nothing was created',
      }),
    ),
    encoding: OneOf(ENCODINGS, {
      description: 'Detected character encoding; check the names unless it is UTF-8',
    }),
    lines: Type.Integer({ description: 'Number of lines, without the header' }),
    made: Type.Integer({
      description: 'New customers, new orders, or lines that add or change a variant',
    }),
    customersMade: Type.Integer({ description: 'New customers of the orders' }),
    known: Type.Integer({ description: 'Existing records, unchanged' }),
    ignoredColumns: Type.Array(Type.String(), {
      description: 'Names of unknown columns',
    }),
    problemCount: Type.Integer({
      description:
        'All mistakes of a dry run. Of an import: what was refused when it was its turn, because the shop had changed after the check',
    }),
    problems: Type.Array(
      Type.Object({
        line: Type.Integer({ description: 'Line number in the file, from 1' }),
        column: Type.String({ description: 'Name of the column; empty for the whole line' }),
        code: Type.String(),
        detail: Type.String({ description: 'Message for a person' }),
      }),
      { description: 'At most 100, by line' },
    ),
    preview: Type.Array(
      Type.Object({
        line: Type.Integer(),
        reference: Nullable(Type.String()),
        customerName: Type.String(),
        phoneNumber: Type.String(),
        isNewCustomer: Type.Boolean({ description: 'Whether the customer is new too' }),
        items: Nullable(Type.Integer({ description: 'Of an order' })),
        totalAmount: Nullable(Amount),
      }),
      { description: 'At most 20 of the new customers or orders' },
    ),
    catalogue: Nullable({
      ...CatalogueReport,
      description: 'Of products: what the check of the file found. Null for customers and orders',
    }),
  },
  { $id: 'ImportReport' },
)

export const IMPORT_NOUNS = ['customers', 'orders', 'products'] as const
export type ImportNounName = (typeof IMPORT_NOUNS)[number]
export const IMPORT_STATES = ['running', 'interrupted', 'done'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

export const ImportRunJson = Type.Object(
  {
    id: Id,
    noun: OneOf(IMPORT_NOUNS, { description: 'Kind of records' }),
    state: OneOf(IMPORT_STATES, {
      description:
        '`interrupted`: its process was ended. What was made stays; `POST /api/imports/{id}/continuation` makes the rest',
    }),
    fileName: Nullable(Type.String({ examples: ['old-books.csv'] })),
    startedBy: Type.String({ description: 'Name of the user who sent the file' }),
    total: Type.Integer({ description: 'Number of new customers or orders, or of lines' }),
    done: Type.Integer({ description: 'Number of them done' }),
    report: Type.Unsafe<Static<typeof ImportReportJson>>({ $ref: 'ImportReport#' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    finishedAt: Nullable(Timestamp),
  },
  { $id: 'Import', description: 'An import job' },
)
export type ImportRun = Static<typeof ImportRunJson>

export const ImportRunQuery = Type.Object(
  {
    noun: Type.Optional(
      OneOf(['customers', 'orders'], { description: 'Only imports of this kind' }),
    ),
    ...listQuery,
  },
  { additionalProperties: false },
)
export type ImportRunQuery = Static<typeof ImportRunQuery>
/** Of products: there is one kind. */
export const ProductImportQuery = Type.Object(listQuery, { additionalProperties: false })

const { limit, cursor, page } = listQuery
export const ImportLineQuery = Type.Object({ limit, cursor, page }, { additionalProperties: false })

export const ImportLineJson = Type.Object(
  {
    line: Type.Integer({ description: 'Line number in the file, from 1' }),
    reference: Nullable(Type.String({ description: 'As in the file' })),
    id: Type.Integer({ description: 'The `id` of the customer, order or product' }),
    label: Type.String({ description: 'Name of the customer or product, or number of the order' }),
  },
  { $id: 'ImportLine' },
)
