// Navigation entries of the back office, for sidebar and bottom bar.
import type { Permission } from '../../schemas/access/permissions.ts'
import type { Viewer } from '../../services/access/viewers.ts'
import type { IconName } from './icons.ts'

export interface NavigationEntry {
  href: string
  label: string
  icon: IconName
  /** True for the bottom bar of a phone; the rest is under "More". */
  bar: boolean
  /** Any of these opens it. */
  needs: readonly Permission[]
  /** For makers only: whoever sees all orders has no need of it. */
  isOwn?: true
  /** Further places that belong to it. */
  also?: readonly string[]
}

const PLACES: readonly NavigationEntry[] = [
  {
    href: '/admin',
    label: 'Dashboard',
    icon: 'layout-dashboard',
    bar: true,
    needs: ['orders.read'],
  },
  {
    href: '/admin/orders',
    label: 'Orders',
    icon: 'shopping-bag',
    bar: true,
    needs: ['orders.read'],
  },
  {
    href: '/admin/customers',
    label: 'Customers',
    icon: 'users',
    bar: true,
    needs: ['customers.read'],
  },
  {
    href: '/admin/work',
    label: 'My work',
    icon: 'scissors',
    bar: true,
    needs: ['work.read'],
    isOwn: true,
  },
  {
    href: '/admin/products',
    label: 'Products',
    icon: 'shirt',
    bar: false,
    needs: ['products.read'],
    also: ['/admin/categories', '/admin/stock'],
  },
  { href: '/admin/money', label: 'Money', icon: 'wallet', bar: false, needs: ['reports.money'] },
  {
    href: '/admin/employees',
    label: 'Employees',
    icon: 'scissors',
    bar: false,
    needs: ['employees.read'],
  },
  { href: '/admin/users', label: 'Users', icon: 'shield', bar: false, needs: ['users.read'] },
  {
    href: '/admin/activity',
    label: 'Activity',
    icon: 'history',
    bar: false,
    needs: ['history.read'],
  },
  {
    href: '/admin/settings',
    label: 'Settings',
    icon: 'settings',
    bar: false,
    needs: ['settings.read'],
  },
]

/** Entries that somebody with these permissions may open, in display order. */
export const navigationFor = (permissions: readonly Permission[]): readonly NavigationEntry[] =>
  PLACES.filter(
    ({ needs, isOwn }) =>
      needs.some((permission) => permissions.includes(permission)) &&
      !(isOwn && permissions.includes('orders.read')),
  )

/** Where a person begins: the first page of the back office that they may open, or their own orders. */
export function homeOf(viewer: Pick<Viewer, 'role' | 'permissions'> | null): string {
  if (viewer === null) return '/'
  if (viewer.role === 'customer') return '/orders'
  return navigationFor(viewer.permissions)[0]?.href ?? '/profile'
}

/** Value of `aria-current`: `page` for the page itself, `true` for a page below it. */
export function currentEntry(path: string, href: string): 'page' | 'true' | null {
  if (path === href) return 'page'
  const places = [href, ...(PLACES.find((place) => place.href === href)?.also ?? [])]
  const isBelow = places.some((place) => path === place || path.startsWith(`${place}/`))
  return href !== '/admin' && isBelow ? 'true' : null
}
