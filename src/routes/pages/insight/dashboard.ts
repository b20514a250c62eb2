// Dashboard page: /admin. Each tile links to the list that it counts.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { today } from '../../../lib/time/shop-time.ts'
import type { OrderFilter } from '../../../schemas/orders/index.ts'
import { OPEN_FILTER } from '../../../schemas/orders/status.ts'
import { listOrderRows } from '../../../services/orders/lists/list.ts'
import { totalOrders } from '../../../services/orders/lists/totals.ts'
import { OWING_FILTER } from '../../../services/shared/owed.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import type { IconName } from '../../../views/helpers/icons.ts'
import { urlOf } from '../queries.ts'

interface Tile {
  label: string
  icon: IconName
  filter: OrderFilter
  money?: boolean
  tone?: 'danger' | 'warning'
}

const tilesFor = (day: string): Tile[] => [
  { label: 'Pending', icon: 'circle-dashed', filter: { status: 'pending' } },
  { label: 'In progress', icon: 'scissors', filter: { status: 'in_progress' } },
  { label: 'Ready', icon: 'package-check', filter: { status: 'ready' } },
  {
    label: 'Due today',
    icon: 'clock',
    tone: 'warning',
    filter: { ...OPEN_FILTER, dueFrom: day, dueTo: day },
  },
  { label: 'Overdue', icon: 'triangle-alert', tone: 'danger', filter: { overdue: true } },
  {
    label: 'Balance',
    icon: 'coins',
    money: true,
    filter: OWING_FILTER,
  },
]

const dashboard: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/admin',
    { config: { permission: 'orders.read', etag: true } },
    async (_request, reply) => {
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
      const due = await listOrderRows(db, { ...OPEN_FILTER, sort: 'deadline', limit: 6 })
      const recent = await listOrderRows(db, { limit: 8 })
      return reply.page('insight/dashboard/index', {
        title: 'Dashboard',
        tiles,
        due: due.rows,
        open: urlOf('/admin/orders', { ...OPEN_FILTER, sort: 'deadline' }),
        recent: recent.rows,
      })
    },
  )
}

export default dashboard
