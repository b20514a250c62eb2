// Barcode labels of a product, to print on a sheet or a roll: /admin/products/{id}/labels
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { barcodeSvg } from '../../../../lib/barcode.ts'
import { ONE } from '../../../../lib/quantity.ts'
import { IdParams } from '../../../../schemas/common.ts'
import { getProduct } from '../../../../services/catalogue/products/read.ts'
import type { Variant } from '../../../../services/catalogue/variants/read.ts'
import type { Label, LabelPaper } from '../../../../views/contexts/catalogue/labels.ts'
import { type ByField, type Form, valuesOf } from '../../forms.ts'

const PAPERS: readonly { name: LabelPaper; label: string }[] = [
  { name: 'a4', label: 'A4, 3 × 8' },
  { name: 'roll', label: 'Roll, 50 × 30 mm' },
]
/** Labels of one variant. */
const MOST = 100

const productLabels: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/admin/products/:id/labels',
    { config: { permission: 'products.read' }, schema: { params: IdParams } },
    async ({ params, query }, reply) => {
      const product = await getProduct(app.db, params.id)
      const values = valuesOf(query as Form)
      const labels = product.variants.map((variant) => ({
        variant,
        count: countOf(variant, values),
      }))
      return reply.page('catalogue/products/labels', {
        title: `Labels: ${product.name}`,
        product,
        papers: PAPERS,
        paper: values.paper === 'roll' ? 'roll' : 'a4',
        most: MOST,
        labels: await Promise.all(labels.map(drawn)),
      })
    },
  )
}

/** As many as asked for; where nothing is, one for each piece in stock. */
function countOf({ id, stock, unit }: Variant, values: ByField): number {
  const typed = values[`count.${id}`]
  if (typed !== undefined) return bounded(Number(typed))
  const isAsked = Object.keys(values).some((name) => name.startsWith('count.'))
  if (isAsked) return 0
  return unit === 'piece' ? bounded(stock / ONE) : 1
}

const bounded = (count: number) =>
  Number.isFinite(count) ? Math.min(MOST, Math.max(0, Math.floor(count))) : 0

const drawn = async (label: Omit<Label, 'barcode'>): Promise<Label> => {
  const { barcode, sku } = label.variant
  return { ...label, barcode: label.count > 0 ? await barcodeSvg(barcode ?? sku) : null }
}

export default productLabels
