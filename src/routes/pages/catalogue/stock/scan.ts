// What somebody typed or scanned: finds the variant, or tells what is similar.
import type { Reader } from '../../../../db/database.ts'
import { invalid } from '../../../../lib/errors/refusal.ts'
import {
  findByCode,
  listVariants,
  type Variant,
} from '../../../../services/catalogue/variants/read.ts'
import { type Form, valuesOf } from '../../forms.ts'

/** The field, or the button of a similar variant. */
export function codeIn(form: Form): string {
  const { pick = '', code = '' } = valuesOf(form)
  return (pick || code).trim()
}

/** @throws Refusal `invalid_input` */
export async function expectVariant(db: Reader, code: string): Promise<Variant> {
  if (code === '') {
    throw invalid({ pointer: '/code', code: 'required', detail: 'Scan or type a barcode or SKU.' })
  }
  const variant = await findByCode(db, code)
  if (variant) return variant
  const detail = `Nothing has the barcode or SKU “${code}”. Check it, or choose below.`
  throw invalid({ pointer: '/code', code: 'unknown_code', detail })
}

const SIMILAR = 5

/** Variants whose name or SKU has the typed words; none for a code that is known. */
export async function similarTo(db: Reader, code: string): Promise<readonly Variant[]> {
  if (code === '' || (await findByCode(db, code))) return []
  const { rows } = await listVariants(db, { search: code.slice(0, 100), limit: SIMILAR })
  return rows
}
