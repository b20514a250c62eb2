// One count of stock: what lies in the shop is scanned or typed, then the differences are posted.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { dictionary } from '../../../../lib/dictionary.ts'
import { ONE, quantityOf } from '../../../../lib/quantity.ts'
import { isPartial } from '../../../../plugins/answers/views.ts'
import { CountLineInput } from '../../../../schemas/catalogue/stock.ts'
import { Id, IdParams } from '../../../../schemas/common.ts'
import { checkedTyped } from '../../../../schemas/validation/typed-input.ts'
import {
  type CountLine,
  getCount,
  listCountLines,
} from '../../../../services/catalogue/stock/count-rows.ts'
import {
  cancelCount,
  enterLine,
  postCount,
  removeLine,
} from '../../../../services/catalogue/stock/counts.ts'
import type { Change } from '../../../../services/shared/change.ts'
import { findSettings } from '../../../../services/shop/settings/read.ts'
import { fullVariantName } from '../../../../views/helpers/labels/catalogue.ts'
import { type ByField, type Form, formOf, type Refused, submitForm, valuesOf } from '../../forms.ts'
import { codeIn, expectVariant, similarTo } from './scan.ts'

const PATH = '/admin/stock/counts/:id'
const config = { permission: 'stock.write' } as const
const one = { config, schema: { params: IdParams } }
const LineParams = Type.Object({ id: Id, variantId: Id })

const count: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, one, ({ params, query }, reply) => {
    const { done = '' } = valuesOf(query as Form)
    return countPage(reply, params.id, { lastId: Number(done) || null })
  })

  app.post(`${PATH}/lines`, one, (request, reply) => {
    const { id } = request.params
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const { id: variantId } = await expectVariant(app.db, codeIn(form))
        const counted = valuesOf(form).counted?.trim()
        const input = counted
          ? checkedTyped(CountLineInput, { variantId, counted }, await findSettings(app.db))
          : null
        await request.once(async (change) => {
          await enterLine(change, id, input ?? (await oneMore(change, id, variantId)))
          return { id }
        })
        return variantId
      },
      (variantId) => {
        if (isPartial(request)) return countPage(reply, id, { lastId: variantId })
        return reply.redirect(`${pathOf(id)}?done=${variantId}`, 303)
      },
      (refused) => countPage(reply, id, { values: valuesOf(form), refused }),
    )
  })

  app.post(
    `${PATH}/lines/:variantId/delete`,
    { config, schema: { params: LineParams } },
    (request, reply) => {
      const { id, variantId } = request.params
      return submitForm(
        reply,
        () => request.change((change) => removeLine(change, id, variantId)),
        () => {
          if (isPartial(request)) return countPage(reply, id)
          return reply.redirect(pathOf(id), 303)
        },
        (refused) => countPage(reply, id, { refused }),
      )
    },
  )

  app.post(`${PATH}/post`, one, (request, reply) => {
    const { id } = request.params
    const release = formOf(request).release === 'true'
    return submitForm(
      reply,
      () => request.change((change) => postCount(change, id, release)),
      () => closed(reply, `Count ${id} is posted. The stock is what was counted.`),
      (refused) => countPage(reply, id, { refused }),
    )
  })

  app.post(`${PATH}/cancel`, one, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      () => request.change((change) => cancelCount(change, id)),
      () => closed(reply, `Count ${id} is cancelled. The stock stays as it was.`),
      (refused) => countPage(reply, id, { refused }),
    )
  })
}

const pathOf = (id: number) => `/admin/stock/counts/${id}`

function closed(reply: FastifyReply, message: string) {
  const { id } = reply.request.params as { id: number }
  return reply.flash('success', message).redirect(pathOf(id), 303)
}

/** A scan without a quantity counts one more. */
async function oneMore(change: Change, id: number, variantId: number): Promise<CountLineInput> {
  const lines = await listCountLines(change, id)
  const before = lines.find((line) => line.variantId === variantId)?.counted ?? 0
  return { variantId, counted: quantityOf(before + ONE) }
}

interface State {
  values?: ByField
  /** The variant that was counted last. */
  lastId?: number | null
  refused?: Refused
}

async function countPage(
  reply: FastifyReply,
  id: number,
  { values = dictionary({}), lastId = null, refused }: State = {},
) {
  const { db } = reply.server
  const stored = await getCount(db, id)
  const lines = (await listCountLines(db, id)).map(named).reverse()
  return reply.page(
    'catalogue/stock/count',
    {
      title: `Count ${id}`,
      count: stored,
      lines,
      last: lines.find(({ variantId }) => variantId === lastId) ?? null,
      isBlind: stored.blind === 1 && stored.state === 'open',
      differences: lines.filter(({ counted, expected }) => counted !== expected).length,
      mayRelease: refused?.refusal.code === 'count_below_holds',
      values,
      errors: refused?.errors ?? null,
      problem: refused?.message ?? null,
      similar: refused ? await similarTo(db, (values.code ?? '').trim()) : [],
      idempotencyKey: refused ? (values.idempotencyKey ?? randomUUID()) : randomUUID(),
    },
    'catalogue/stock/_count',
  )
}

const named = (line: CountLine) => ({
  ...line,
  name: fullVariantName(line.options, line.productName),
})

export default count
