// Contexts of the templates for the dashboard.
import type { OrderRow } from '../../services/orders/types.ts'
import type { IconName } from '../helpers/icons.ts'
import type { Link, Page } from './parts.ts'

export interface InsightPages {
  'insight/dashboard/index': DashboardPage
}

interface DashboardPage extends Page {
  tiles: readonly Tile[]
  due: readonly OrderRow[]
  open: string
  recent: readonly OrderRow[]
}

interface Tile extends Link {
  icon: IconName
  value: number
  /** The value is an amount in smallest units. */
  money: boolean
  tone: 'danger' | 'warning' | null
}
