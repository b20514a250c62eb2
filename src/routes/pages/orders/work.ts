// Assigned work pages: /admin/work lists the orders of whoever is signed in, /admin/work/{id} shows one, without money.
import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { isPartial } from '../../../plugins/answers/views.ts'
import { IdParams } from '../../../schemas/common.ts'
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import { WORK_MOVES, WorkQuery, WorkStatusInput } from '../../../schemas/orders/work.ts'
import { checkedTyped } from '../../../schemas/validation/typed-input.ts'
import { viewerOf } from '../../../services/access/viewers.ts'
import {
  countWork,
  getWork,
  listWork,
  type Maker,
  workGlances,
} from '../../../services/orders/work/index.ts'
import { addWorkImages, moveWork } from '../../../services/orders/work/moves.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import type { WorkPage } from '../../../views/contexts/orders/work.ts'
import type { Empty } from '../../../views/contexts/parts.ts'
import { ORDER_STATUS } from '../../../views/helpers/labels/status.ts'
import { pageBeyond } from '../beyond-last.ts'
import { formOf, inputOf, submitForm } from '../forms.ts'
import { pageQuery, urlOf } from '../queries.ts'

const PATH = '/admin/work'
const reading = { permission: 'work.read' } as const
const writing = { permission: 'work.write' } as const
const one = { config: writing, schema: { params: IdParams } }
const SWAP = 'orders/work/work.swap'

const TABS = [
  { label: 'To do', status: 'pending,in_progress' },
  { label: 'Ready', status: 'ready' },
] as const

const work: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config: reading }, async (request, reply) => {
    const asked = pageQuery(WorkQuery, request.query)
    const query = { limit: 30, status: TABS[0].status, ...asked }
    const viewer = viewerOf(request)
    const db = await app.db.forLists()
    const page = await listWork(db, query, viewer)
    const glances = await workGlances(
      db,
      page.rows.map(({ id }) => id),
    )
    const beyond = await pageBeyond(
      query,
      page,
      (number) => listWork(db, { limit: 1, status: query.status, page: number }, viewer),
      (number) => urlOf(PATH, asked, { cursor: null, page: number }),
    )
    return reply.page(
      'orders/work/index',
      {
        title: 'My work',
        tabs: await Promise.all(
          TABS.map(async ({ label, status }) => ({
            label,
            href: status === TABS[0].status ? PATH : urlOf(PATH, { status }),
            current: status === query.status,
            count: await countWork(db, { status }, viewer),
          })),
        ),
        orders: page.rows.map((order) => ({ ...order, ...NOTHING, ...glances.get(order.id) })),
        empty: page.rows.length > 0 ? null : (beyond ?? emptyFor(viewer, query.status)),
        here: request.url,
        pager: {
          first: asked.cursor ? urlOf(PATH, asked, { cursor: null }) : null,
          next: page.nextCursor ? urlOf(PATH, asked, { cursor: page.nextCursor }) : null,
        },
      },
      'orders/work/_list',
    )
  })

  app.get(`${PATH}/:id`, { config: reading, schema: { params: IdParams } }, ({ params }, reply) =>
    answerWork(reply, params.id),
  )

  app.post(`${PATH}/:id/status`, one, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const input = checkedTyped(
          WorkStatusInput,
          inputOf(formOf(request)),
          await findSettings(app.db),
        )
        return request.change((change) => moveWork(change, id, input.status, viewerOf(request)))
      },
      ({ number, status }) => done(reply, id, `Order ${number}: ${wordOf(status)}.`),
      ({ refusal }) => answerWork(reply, id, { problem: refusal.message }),
    )
  })
}

const NOTHING = { itemCount: 0, firstItem: null, imageId: null }

const wordOf = (status: OrderStatus) => ORDER_STATUS[status].label.toLowerCase()

function emptyFor({ employeeId }: Maker, status: string): Empty {
  if (employeeId === null) {
    return {
      icon: 'scissors',
      title: 'No employee is linked to your account',
      text: 'Ask an owner to link your account to your name among the employees. The orders assigned to you then appear here.',
    }
  }
  return status === 'ready'
    ? {
        icon: 'check',
        title: 'Nothing is ready',
        text: 'What you finish appears here until it is handed over.',
      }
    : {
        icon: 'check',
        title: 'Nothing to do',
        text: 'Orders that are assigned to you appear here.',
      }
}

/** Photos of assigned work, in the scope that takes files. */
export const workPhotos: FastifyPluginAsyncTypebox = async (app) => {
  app.post(`${PATH}/:id/images`, one, (request, reply) => {
    const { id } = request.params
    return submitForm(
      reply,
      async () => {
        const { photos, content } = await request.photos()
        const most = app.config.maxImagesPerOrder
        const viewer = viewerOf(request)
        return request.once((change) => addWorkImages(change, id, photos, most, viewer), content)
      },
      (added) =>
        done(reply, id, added.length === 1 ? 'Photo added.' : `${added.length} photos added.`),
      ({ refusal }) => answerWork(reply, id, { problem: refusal.message }),
    )
  })
}

function done(reply: FastifyReply, id: number, message: string) {
  if (isPartial(reply.request)) return answerWork(reply, id, { message })
  reply.flash('success', message)
  return reply.redirect(`${PATH}/${id}`, 303)
}

async function answerWork(
  reply: FastifyReply,
  id: number,
  { problem = null, message = null }: { problem?: string | null; message?: string | null } = {},
): Promise<FastifyReply> {
  const { db, config } = reply.server
  const order = await getWork(db, id, viewerOf(reply.request))
  const page: WorkPage = {
    title: `Order ${order.number}`,
    order,
    moves: WORK_MOVES[order.status],
    maxImages: config.maxImagesPerOrder,
    imagesKey: randomUUID(),
    problem,
    message: message === null ? null : { kind: 'success', message },
  }
  return reply.page('orders/work/show', page, SWAP)
}

export default work
