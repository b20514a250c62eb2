// Role labels: the name that the shop gave the role, with icon and tone of its tier.
import type { Tier } from '../../../schemas/access/tiers.ts'
import type { Choice } from '../../contexts/parts.ts'
import type { StatusLabel } from './status.ts'

const TIER: Record<Tier, Omit<StatusLabel, 'label'>> = {
  admin: { icon: 'shield', tone: 'accent' },
  staff: { icon: 'scissors', tone: 'info' },
  customer: { icon: 'circle-user', tone: 'neutral' },
}

interface NamedRole {
  id: number
  name: string
  tier: Tier
}

export const roleLabel = ({ name, tier }: NamedRole): StatusLabel => ({
  label: name,
  ...TIER[tier],
})

export const roleOptions = (roles: readonly NamedRole[]): Choice[] =>
  roles.map(({ id, name }) => ({ value: String(id), label: name }))

/** Names of the tiers, for a list of several accounts. */
export const TIER_NAMES: Record<Tier, string> = {
  admin: 'Owners',
  staff: 'Staff',
  customer: 'Customers',
}
