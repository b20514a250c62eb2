// Material of an item: /api/items/{id}/materials.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { formatAmount } from '../../../lib/money/amounts.ts'
import { quantityOf } from '../../../lib/quantity.ts'
import { Id, IdParams, ref } from '../../../schemas/common.ts'
import {
  MaterialInput,
  MaterialJson,
  MaterialReturn,
  MaterialsJson,
} from '../../../schemas/orders/materials.ts'
import { answers } from '../../../schemas/problems/details.ts'
import {
  giveBackMaterial,
  issueMaterial,
  listMaterials,
  type Material,
} from '../../../services/orders/stock/materials.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'

const tags = ['Stock']
const writing = { permission: 'stock.write' } as const

const ReturnParams = Type.Object(
  { ...IdParams.properties, materialId: { ...Id, description: 'The `id` of the material' } },
  { additionalProperties: false },
)

const materials: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/api/items/:id/materials', {
    config: { permission: 'products.read' },
    schema: {
      tags,
      summary: 'List the material of an item, with what it cost',
      operationId: 'listItemMaterials',
      params: IdParams,
      response: answers({ 200: MaterialsJson }, [404]),
    },
    handler: async ({ params }) => {
      const { currency } = await findSettings(app.db)
      const rows = await listMaterials(app.db, params.id)
      const cost = rows.reduce((sum, row) => sum + row.cost, 0)
      return {
        data: rows.map((row) => materialJson(row, currency)),
        cost: formatAmount(cost, currency),
      }
    },
  })

  app.post('/api/items/:id/materials', {
    config: writing,
    schema: {
      tags,
      summary: 'Issue material to an item',
      description:
        'It leaves the stock, by exactly that quantity. Not enough is 409 `out_of_stock`.',
      operationId: 'issueMaterial',
      params: IdParams,
      body: ref(MaterialInput),
      response: answers({ 201: ref(MaterialJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { currency } = await findSettings(app.db)
      const issued = await request.once((change) =>
        issueMaterial(change, request.params.id, request.body),
      )
      return reply.code(201).send(materialJson(issued, currency))
    },
  })

  app.post('/api/items/:id/materials/:materialId/returns', {
    config: writing,
    schema: {
      tags,
      summary: 'Give material back to the stock',
      operationId: 'returnMaterial',
      params: ReturnParams,
      body: ref(MaterialReturn),
      response: answers({ 201: ref(MaterialJson) }, [404, 409, 422]),
    },
    handler: async (request, reply) => {
      const { currency } = await findSettings(app.db)
      const { id, materialId } = request.params
      const { quantity } = request.body
      const left = await request.once((change) =>
        giveBackMaterial(change, id, materialId, quantity),
      )
      return reply.code(201).send(materialJson(left, currency))
    },
  })
}

const materialJson = (
  { issued, givenBack, unitCost, cost, ...material }: Material,
  currency: string,
) => ({
  ...material,
  issued: quantityOf(issued),
  givenBack: quantityOf(givenBack),
  unitCost: formatAmount(unitCost, currency),
  cost: formatAmount(cost, currency),
})

export default materials
