// How the two statuses of an order are spoken of: a word, an icon and a tone each, never colour alone.
import type { IconName } from './icons.ts'

export type Tone = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger'

/** What a badge shows. */
export interface StatusLabel {
  label: string
  icon: IconName
  tone: Tone
}

/** Where the garment is. */
export const ORDER_STATUS = {
  pending: { label: 'Pending', icon: 'circle-dashed', tone: 'neutral' },
  in_progress: { label: 'In progress', icon: 'scissors', tone: 'info' },
  ready: { label: 'Ready', icon: 'package-check', tone: 'accent' },
  completed: { label: 'Completed', icon: 'circle-check', tone: 'success' },
  cancelled: { label: 'Cancelled', icon: 'ban', tone: 'neutral' },
} as const satisfies Record<string, StatusLabel>

/** What has been paid. */
export const PAYMENT_STATUS = {
  unpaid: { label: 'Unpaid', icon: 'circle-alert', tone: 'warning' },
  partial: { label: 'Part paid', icon: 'coins', tone: 'info' },
  paid: { label: 'Paid', icon: 'badge-check', tone: 'success' },
  refunded: { label: 'Refunded', icon: 'undo-2', tone: 'neutral' },
} as const satisfies Record<string, StatusLabel>

/** How near a deadline is; the words come from `it.fmt.due`, the icon and tone from here. */
export const DUE = {
  late: { icon: 'triangle-alert', tone: 'danger' },
  today: { icon: 'clock', tone: 'warning' },
  soon: { icon: 'clock', tone: 'info' },
  later: { icon: 'calendar', tone: 'neutral' },
  none: { icon: 'calendar', tone: 'neutral' },
} as const satisfies Record<string, Omit<StatusLabel, 'label'>>
