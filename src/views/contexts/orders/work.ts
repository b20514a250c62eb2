// Contexts of the templates of assigned work.
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import type { WorkGlance, WorkOrder, WorkSummary } from '../../../services/orders/work/index.ts'
import type { Empty, Page, Pager, Tab, Toast } from '../parts.ts'

export interface WorkPages {
  'orders/work/index': WorkListPage
  'orders/work/show': WorkPage
}

export interface WorkFragments {
  'orders/work/_list': WorkListPage
  'orders/work/work.swap': WorkPage
}

export interface WorkListPage extends Page {
  tabs: readonly (Tab & { count: number })[]
  orders: readonly (WorkSummary & WorkGlance)[]
  /** Null where there are rows. */
  empty: Empty | null
  /** The address of the list, which it is refreshed from. */
  here: string
  pager: Pager
}

export interface WorkPage extends Page {
  order: WorkOrder
  moves: readonly OrderStatus[]
  maxImages: number
  /** Idempotency key of the form of photos. */
  imagesKey: string
  problem: string | null
  message: Toast | null
}
