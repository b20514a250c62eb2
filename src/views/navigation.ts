// The places of the back office, once: the sidebar and the bottom bar are both made from this list.
import type { Role } from '../schemas/roles.ts'
import type { IconName } from './icons.ts'

export interface Place {
  href: string
  label: string
  icon: IconName
  /** Fits the bottom bar of a phone; the rest is under "More". */
  bar: boolean
  admin: boolean
}

const PLACES: readonly Place[] = [
  { href: '/admin', label: 'Dashboard', icon: 'layout-dashboard', bar: true, admin: false },
  { href: '/admin/orders', label: 'Orders', icon: 'shopping-bag', bar: true, admin: false },
  { href: '/admin/customers', label: 'Customers', icon: 'users', bar: true, admin: false },
  { href: '/admin/money', label: 'Money', icon: 'wallet', bar: false, admin: false },
  { href: '/admin/employees', label: 'Employees', icon: 'scissors', bar: false, admin: false },
  { href: '/admin/users', label: 'Users', icon: 'shield', bar: false, admin: true },
  { href: '/admin/activity', label: 'Activity', icon: 'history', bar: false, admin: true },
  { href: '/admin/settings', label: 'Settings', icon: 'settings', bar: false, admin: true },
]

/** The places this role may go to, in the order they are shown. */
export const placesFor = (role: Role): readonly Place[] =>
  PLACES.filter((place) => !place.admin || role === 'admin')

/** The value of `aria-current`: the page itself, a page below it, or neither. */
export function currentAt(path: string, href: string): 'page' | 'true' | null {
  if (path === href) return 'page'
  return href !== '/admin' && path.startsWith(`${href}/`) ? 'true' : null
}
