// What an event is about, as name and link.
import type { Permission } from '../../../../schemas/access/permissions.ts'
import { can, type Viewer } from '../../../../services/access/viewers.ts'
import type { Activity } from '../../../../services/history/activity.ts'

/** Pages that more than the order book's permission opens. */
const NEEDED: Readonly<Record<string, Permission>> = {
  user: 'users.write',
  role: 'roles.write',
  key: 'keys.write',
  device: 'devices.write',
  category: 'products.write',
  product: 'products.read',
  count: 'stock.write',
}

/** Where the pages of an entity are, if not at its plural. */
const PLACES: Readonly<Record<string, string>> = {
  category: '/admin/categories',
  count: '/admin/stock/counts',
}

/** What people do to their own account: it is not named twice. */
const OWN: ReadonlySet<string> = new Set([
  'user.signed_in',
  'user.signed_out',
  'user.second_factor_enabled',
  'user.second_factor_disabled',
  'user.recovery_code_used',
  'user.recovery_codes_renewed',
  'user.password_link_used',
])

/** Deleted accounts have no page. */
export function thingOf({ entity, entityId, thing, type, actor }: Activity, viewer: Viewer) {
  if (thing === actor && OWN.has(type)) return { name: '', href: null }
  if (entity === 'settings') {
    return { name: 'the shop', href: can(viewer, 'settings.read') ? '/admin/settings' : null }
  }
  if (thing === null) return { name: '', href: null }
  const needed = NEEDED[entity]
  if (needed && !can(viewer, needed)) return { name: thing, href: null }
  if (entity === 'device') return { name: thing, href: '/admin/devices' }
  const place = PLACES[entity] ?? `/admin/${entity}s`
  return { name: entity === 'order' ? `#${thing}` : thing, href: `${place}/${entityId}` }
}
