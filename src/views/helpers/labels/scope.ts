// Scopes of an API key in a list: "orders.read, orders.write and 3 more".
import { PERMISSIONS, type Permission } from '../../../schemas/access/permissions.ts'

const SHOWN = 3

export function scopeWords(scopes: readonly Permission[]): string {
  if (scopes.length === PERMISSIONS.length) return 'Everything'
  const more = scopes.length - SHOWN
  // One more costs as much room as its name.
  if (more <= 1) return scopes.join(', ')
  return `${scopes.slice(0, SHOWN).join(', ')} and ${more} more`
}
