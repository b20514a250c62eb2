// Status labels: a word, an icon and a tone each, so that colour is never the only signal.
import type { IconName } from '../icons.ts'

export type Tone = 'neutral' | 'accent' | 'info' | 'success' | 'warning' | 'danger'

export interface StatusLabel {
  label: string
  icon: IconName
  tone: Tone
}

export const ORDER_STATUS = {
  pending: { label: 'Pending', icon: 'circle-dashed', tone: 'neutral' },
  in_progress: { label: 'In progress', icon: 'scissors', tone: 'info' },
  ready: { label: 'Ready', icon: 'package-check', tone: 'accent' },
  completed: { label: 'Completed', icon: 'circle-check', tone: 'success' },
  cancelled: { label: 'Cancelled', icon: 'ban', tone: 'neutral' },
} as const satisfies Record<string, StatusLabel>

export const PAYMENT_STATUS = {
  unpaid: { label: 'Unpaid', icon: 'circle-alert', tone: 'warning' },
  partial: { label: 'Part paid', icon: 'coins', tone: 'info' },
  paid: { label: 'Paid', icon: 'badge-check', tone: 'success' },
  refunded: { label: 'Refunded', icon: 'undo-2', tone: 'neutral' },
} as const satisfies Record<string, StatusLabel>

/** Icon and tone of a due date; the words come from `it.fmt.due`. */
export const DUE = {
  late: { icon: 'triangle-alert', tone: 'danger' },
  today: { icon: 'clock', tone: 'warning' },
  soon: { icon: 'clock', tone: 'info' },
  later: { icon: 'calendar', tone: 'neutral' },
  none: { icon: 'calendar', tone: 'neutral' },
} as const satisfies Record<string, Omit<StatusLabel, 'label'>>
