// Receiving goods: a scanner types a barcode and presses Enter. /admin/stock/receive
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { dictionary } from '../../../../lib/dictionary.ts'
import { isPartial } from '../../../../plugins/answers/views.ts'
import { MovementInput } from '../../../../schemas/catalogue/stock.ts'
import { checkedTyped } from '../../../../schemas/validation/typed-input.ts'
import { latestMovements, moveStock } from '../../../../services/catalogue/stock/movements.ts'
import { variantsById } from '../../../../services/catalogue/variants/read.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { type ByField, type Form, formOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { codeIn, expectVariant, similarTo } from './scan.ts'

const PATH = '/admin/stock/receive'
const config = { permission: 'stock.write' } as const

const receiving: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, (request, reply) => {
    const { code = '', done = '' } = valuesOf(request.query as Form)
    return receivePage(reply, { values: dictionary({ code }), lastId: Number(done) || null })
  })

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    const values = valuesOf(form)
    return submitForm(
      reply,
      async () => {
        const variant = await expectVariant(app.db, codeIn(form))
        const typed = { delta: values.quantity?.trim() || '1', reason: 'received' }
        const input = checkedTyped(MovementInput, typed, await findSettings(app.db))
        return request.once((change) => moveStock(change, variant.id, input))
      },
      ({ id }) => {
        if (isPartial(request)) return receivePage(reply, { values: dictionary({}), lastId: id })
        return reply.redirect(`${PATH}?done=${id}`, 303)
      },
      (refused) => receivePage(reply, { values, lastId: null, refused }),
    )
  })
}

interface State {
  values: ByField
  /** The variant of which something was received. */
  lastId: number | null
  refused?: Refused
}

async function receivePage(reply: FastifyReply, { values, lastId, refused }: State) {
  const { db } = reply.server
  const { delta, code, ...others } = refused?.errors ?? {}
  return reply.page(
    'catalogue/stock/receive',
    {
      title: 'Receive',
      values,
      errors: refused
        ? dictionary({ ...others, ...(code && { code }), ...(delta && { quantity: delta }) })
        : null,
      problem: refused?.message ?? null,
      idempotencyKey: refused ? (values.idempotencyKey ?? randomUUID()) : randomUUID(),
      similar: refused ? await similarTo(db, (values.code ?? '').trim()) : [],
      last: lastId ? await lastReceived(reply, lastId) : null,
    },
    'catalogue/stock/_receive',
  )
}

async function lastReceived({ server: { db } }: FastifyReply, id: number) {
  const variant = (await variantsById(db, [id])).get(id)
  const [movement] = await latestMovements(db, 1, [id])
  return variant && movement ? { variant, delta: movement.delta } : null
}

export default receiving
