// /admin: how the shop stands today. Each tile links to the list that it counts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { OrderFilter } from '../../schemas/orders.ts'
import { STAFF } from '../../schemas/roles.ts'
import { listOrderRows } from '../../services/order-lists.ts'
import { totalOrders } from '../../services/order-totals.ts'
import { findSettings } from '../../services/settings.ts'
import { today } from '../../services/shop-time.ts'
import type { IconName } from '../../views/icons.ts'
import { urlOf } from './queries.ts'

interface Tile {
  label: string
  icon: IconName
  filter: OrderFilter
  money?: boolean
  tone?: 'danger' | 'warning'
}

const OPEN = 'pending,in_progress,ready'

const tilesFor = (day: string): Tile[] => [
  { label: 'Pending', icon: 'circle-dashed', filter: { status: 'pending' } },
  { label: 'In progress', icon: 'scissors', filter: { status: 'in_progress' } },
  { label: 'Ready', icon: 'package-check', filter: { status: 'ready' } },
  {
    label: 'Due today',
    icon: 'clock',
    tone: 'warning',
    filter: { status: OPEN, dueFrom: day, dueTo: day },
  },
  { label: 'Overdue', icon: 'triangle-alert', tone: 'danger', filter: { overdue: true } },
  {
    label: 'Still owed',
    icon: 'coins',
    money: true,
    filter: { status: `${OPEN},completed`, paymentStatus: 'unpaid,partial' },
  },
]

const dashboard: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/admin', { config: { roles: STAFF, unchanged: true } }, async (_request, reply) => {
    const db = await app.db.forLists()
    const { timeZone } = await findSettings(db)
    const tiles = []
    for (const { filter, tone, money = false, ...tile } of tilesFor(today(timeZone))) {
      const { orders, balance } = await totalOrders(db, filter)
      const value = money ? balance : orders
      tiles.push({
        ...tile,
        money,
        value,
        tone: value > 0 ? (tone ?? null) : null,
        href: urlOf('/admin/orders', filter),
      })
    }
    const due = await listOrderRows(db, { status: OPEN, sort: 'deadline', limit: 6 })
    const recent = await listOrderRows(db, { limit: 8 })
    return reply.page('dashboard/index', {
      title: 'Dashboard',
      tiles,
      due: due.rows,
      recent: recent.rows,
    })
  })
}

export default dashboard
