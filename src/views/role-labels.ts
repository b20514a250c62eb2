// How the roles are spoken of: a word, and what it means for the person who chooses it.
import type { Role } from '../schemas/roles.ts'
import type { StatusLabel } from './status-labels.ts'

interface RoleLabel extends StatusLabel {
  plural: string
  hint: string
}

export const ROLE: Record<Role, RoleLabel> = {
  admin: {
    label: 'Administrator',
    plural: 'Administrators',
    hint: 'everything, also the users',
    icon: 'shield',
    tone: 'accent',
  },
  staff: {
    label: 'Staff',
    plural: 'Staff',
    hint: 'orders, customers, employees',
    icon: 'scissors',
    tone: 'info',
  },
  customer: {
    label: 'Customer',
    plural: 'Customers',
    hint: 'only their own orders',
    icon: 'circle-user',
    tone: 'neutral',
  },
}

/** The choices of a select. */
export const ROLE_OPTIONS = Object.entries(ROLE).map(([value, { label }]) => ({ value, label }))

/** What each role may do, in one sentence. */
export const ROLE_HINT = `${Object.values(ROLE)
  .map(({ label, hint }) => `${label}: ${hint}`)
  .join('. ')}.`
