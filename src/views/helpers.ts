// What every template has as `h`: names of built assets, icons, the words of the statuses, the places.
import { ACCENT_COLOURS } from './accents.ts'
import { builtAssets } from './built-assets.ts'
import { fieldId, fieldOf } from './field.ts'
import { createMarks, type Marks } from './marks.ts'
import { currentAt, placesFor } from './navigation.ts'
import { whatsAppLink } from './share.ts'
import { ORDER_STATUS, PAYMENT_STATUS, type StatusLabel } from './status-labels.ts'

export type ViewHelpers = ReturnType<typeof createViewHelpers>

/**
 * Reads the manifest of the built assets once. `root` is the project's root folder.
 * Throws when the assets were not built, and for an unknown asset.
 */
export function createViewHelpers(root: string) {
  const file = builtAssets(root)
  const asset = (name: string): string => `/assets/${file(name)}`
  const marks = createMarks(asset('icons.svg'))

  return {
    asset,
    ...marks,
    orderStatusBadge: badgesOf(marks, ORDER_STATUS),
    paymentStatusBadge: badgesOf(marks, PAYMENT_STATUS),
    dialled,
    accent: ACCENT_COLOURS,
    field: fieldOf,
    fieldId,
    initials,
    orderStatus: ORDER_STATUS,
    paymentStatus: PAYMENT_STATUS,
    whatsApp: whatsAppLink,
    places: placesFor,
    current: currentAt,
  }
}

/** "Amina Haddad" becomes "AH": what stands in an avatar. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}

/** The badges of a list of states, by state. */
const badgesOf = ({ badge }: Marks, labels: Record<string, StatusLabel>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([state, label]) => [state, badge(label)]))

/** A phone number as a link dials it (RFC 3966). */
const dialled = (phoneNumber: string): string => phoneNumber.replace(/[^\d+]/g, '')
