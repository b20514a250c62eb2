// Messages of a refused product, at the fields of its form.
import { dictionary } from '../../../../lib/dictionary.ts'
import type { ByField, Refused } from '../../forms.ts'
import type { ProductFormState } from './fields.ts'

const FIELDS = new Set(['name', 'kind', 'categoryId', 'description', 'care', 'price'])
const OF_ROW = new Set(['sku', 'price', 'cost', 'stock', 'lowStockAt', 'barcode', 'supplier'])

export interface FormMessages {
  errors: ByField | null
  /** What belongs to no field. */
  problem: string | null
}

export function messagesOf(
  refused: Refused | null,
  { options, rows }: ProductFormState,
): FormMessages {
  if (!refused) return { errors: null, problem: null }
  const errors: ByField = dictionary({})
  const others = refused.message ? [refused.message] : []
  for (const [name, message] of Object.entries(refused.errors)) {
    const field = fieldOf(
      name,
      options.map((option) => option.name),
      rows.length,
    )
    if (field) errors[field] = message
    else others.push(message)
  }
  return {
    errors: Object.keys(errors).length > 0 ? errors : null,
    problem: others.length > 0 ? others.join(' ') : null,
  }
}

/** `variants.2.options.Size` is the field `variants.2.values.0`. */
function fieldOf(name: string, options: readonly string[], rows: number): string | null {
  if (FIELDS.has(name)) return name
  const [start, at = '', part = '', ...rest] = name.split('.')
  if (start === 'options' && Number(at) < options.length) return `options.${Number(at)}.name`
  if (start !== 'variants' || Number(at) >= rows) return null
  if (part === 'unit') return 'unit'
  if (OF_ROW.has(part)) return `variants.${at}.${part}`
  if (name.endsWith('.options') && options.length > 0) return `variants.${at}.values.0`
  const option = rest.join('.').replaceAll('~1', '/').replaceAll('~0', '~')
  const place = options.indexOf(option)
  return part === 'options' && place >= 0 ? `variants.${at}.values.${place}` : null
}
