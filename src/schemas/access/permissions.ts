// Permissions: the closed list from which routes and roles choose, with the words for whoever grants them.
import { Type } from '@sinclair/typebox'

/** In display order. */
export const PERMISSION_GROUPS = [
  {
    title: 'Orders',
    permissions: {
      'orders.read': 'See orders, with prices and photos',
      'orders.write': 'Take, edit, archive and restore orders, and share tracking links',
      'orders.move': 'Move orders to the next step, and cancel or reopen them',
      'orders.override': 'Start work or hand over against the payment rules',
      'orders.export': 'Download orders as CSV',
      'photos.write': 'Add, share and delete photos',
      'work.read': 'See the orders assigned to them, without prices',
      'work.write': 'Start and finish the orders assigned to them, and add photos',
    },
  },
  {
    title: 'Money',
    permissions: {
      'payments.record': 'Take payments and deposits',
      'payments.refund': 'Give refunds and reverse payments',
      'payments.export': 'Download payments as CSV',
      'reports.money': 'See who owes what, the list of payments and the cash sheet',
    },
  },
  {
    title: 'Catalogue',
    permissions: {
      'products.read': 'See products with cost and supplier, and the stock',
      'products.write': 'Add, edit, archive and restore products and categories',
      'products.export': 'Download products and stock as CSV',
      'stock.write': 'Receive, correct and count stock, and release what buyers keep',
    },
  },
  {
    title: 'People',
    permissions: {
      'customers.read': 'See customers',
      'customers.write': 'Add, edit, archive and restore customers',
      'customers.export': 'Download customers as CSV',
      'customers.merge': 'Merge two records of one customer',
      'customers.erase': 'Erase what is known of a customer, for good',
      'employees.read': 'See employees and their workload',
      'employees.write': 'Add, edit, archive and restore employees',
    },
  },
  {
    title: 'Shop',
    permissions: {
      'history.read': 'See everybody’s activity',
      'imports.write': 'Import customers and orders',
      'settings.read': 'See the settings',
      'settings.write': 'Change the settings',
      'system.read': 'Check records',
    },
  },
  {
    title: 'Access',
    permissions: {
      'users.read': 'See accounts',
      'users.export': 'Download accounts as CSV',
      'users.write': 'Add, change, disable and delete accounts',
      'roles.write': 'Change what roles may do',
      'keys.write': 'Make, change and revoke API keys',
      'devices.write': 'Enrol and revoke shared tablets',
    },
  },
] as const

type UnionKeys<Union> = Union extends object ? keyof Union : never
export type Permission = UnionKeys<(typeof PERMISSION_GROUPS)[number]['permissions']>

/** What is of no use alone: a role with the first has the others, too. */
const REQUIRED: { readonly [Name in Permission]?: readonly Permission[] } = {
  'orders.read': ['customers.read', 'employees.read'],
  'orders.write': ['orders.read'],
  'orders.move': ['orders.read'],
  'orders.override': ['orders.move'],
  'orders.export': ['orders.read'],
  'photos.write': ['orders.read'],
  'payments.record': ['orders.read'],
  'payments.refund': ['payments.record'],
  'payments.export': ['reports.money'],
  'reports.money': ['orders.read'],
  'work.write': ['work.read'],
  'products.write': ['products.read'],
  'products.export': ['products.read'],
  'stock.write': ['products.read'],
  'customers.read': ['orders.read'],
  'customers.write': ['customers.read'],
  'customers.export': ['customers.read'],
  'customers.merge': ['customers.write'],
  'customers.erase': ['customers.write'],
  'employees.read': ['orders.read'],
  'employees.write': ['employees.read'],
  'history.read': ['orders.read', 'users.read'],
  'imports.write': ['customers.read'],
  'settings.write': ['settings.read'],
  'users.export': ['users.read'],
  'users.write': ['users.read'],
  'roles.write': ['users.read'],
  'keys.write': ['users.read'],
}

/** The permissions with those that they require, in display order. */
export function withRequired(names: readonly Permission[]): Permission[] {
  const all = new Set(names)
  // A set goes on to what is added to it on the way.
  for (const name of all) for (const required of REQUIRED[name] ?? []) all.add(required)
  return PERMISSIONS.filter((name) => all.has(name))
}

/** Words of each permission. */
export const PERMISSION_LABELS = Object.assign(
  {},
  ...PERMISSION_GROUPS.map(({ permissions }) => permissions),
) as Readonly<Record<Permission, string>>

export const PERMISSIONS = Object.keys(PERMISSION_LABELS) as readonly Permission[]

export const isPermission = (name: string): name is Permission =>
  Object.hasOwn(PERMISSION_LABELS, name)

export const PermissionJson = Type.Unsafe<Permission>(
  Type.String({
    $id: 'Permission',
    enum: [...PERMISSIONS],
    description: Object.entries(PERMISSION_LABELS)
      .map(([name, label]) => `\`${name}\`: ${label}`)
      .join('; '),
    examples: ['orders.read'],
  }),
)
