// Template context of the product form: typed values, messages and choices.
import { randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { dictionary } from '../../../../lib/dictionary.ts'
import { MOST_OPTIONS } from '../../../../schemas/catalogue/variants.ts'
import type { Product } from '../../../../services/catalogue/products/read.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import type { Refused } from '../../forms.ts'
import { messagesOf } from './errors.ts'
import { type ProductFormState, productFields, USUAL_NAMES } from './fields.ts'
import { categoryChoices, KINDS } from './list.ts'
import { differencesOf } from './versions.ts'

interface Shown {
  refused?: Refused | null
  /** What a button of the grid has just done. */
  done?: string | null
}

const UNITS = [
  { value: 'piece', label: 'Piece' },
  { value: 'm', label: 'Metre' },
]

/** @param product null for a new one */
export async function productForm(
  reply: FastifyReply,
  typed: ProductFormState,
  product: Product | null,
  { refused = null, done = null }: Shown = {},
): Promise<FastifyReply> {
  const { db } = reply.server
  const { values, options, rows, removed } = typed
  const isStale = refused?.refusal.kind === 'stale' && product !== null
  const stored = product && productFields(product, await findSettings(db))
  return reply.page(
    'catalogue/products/form',
    {
      title: product ? `Edit ${product.name}` : 'New product',
      product,
      version: isStale ? product.version : (values.version ?? product?.version ?? ''),
      idempotencyKey: values.idempotencyKey ?? randomUUID(),
      categories: await categoryChoices(db),
      kinds: KINDS,
      units: UNITS,
      values: dictionary(values),
      options: shownOptions(options),
      columns: options.map(({ name }) => name),
      rows: stored ? withStored(rows, stored.rows, isStale) : rows,
      removed: removed.join(' '),
      done,
      overtaken: stored && isStale ? differencesOf(typed, stored) : null,
      ...(isStale ? { errors: null, problem: null } : messagesOf(refused, typed)),
    },
    'catalogue/products/_variants',
  )
}

/** Those in use and an empty one; two at least. */
function shownOptions(options: ProductFormState['options']) {
  const count = Math.min(MOST_OPTIONS, Math.max(2, options.length + 1))
  return Array.from({ length: count }, (_, at) => ({
    name: options[at]?.name ?? '',
    values: options[at]?.values ?? '',
    placeholder: USUAL_NAMES[at] ?? '',
    example: EXAMPLES[at] ?? '',
  }))
}

const EXAMPLES = ['S, M, L, XL', 'Black, ivory', 'Long, short']

/**
 * With the stock, which a form does not send back.
 * @param isStale saving again overwrites what the page shows as saved, and nothing later
 */
function withStored(
  rows: ProductFormState['rows'],
  stored: ProductFormState['rows'],
  isStale: boolean,
) {
  const byId = new Map(stored.map((row) => [row.id, row]))
  return rows.map((row) => {
    const now = row.id ? byId.get(row.id) : undefined
    return now ? { ...row, stock: now.stock, version: isStale ? now.version : row.version } : row
  })
}
