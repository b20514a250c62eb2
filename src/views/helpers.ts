// What every template has as `h`: names of built assets, icons, the words of the statuses, the places.
import { ACCENT_COLOURS } from './accents.ts'
import { builtAssets } from './built-assets.ts'
import { fieldId, fieldOf } from './field.ts'
import { ICONS, type IconName } from './icons.ts'
import { currentAt, placesFor } from './navigation.ts'
import { whatsAppLink } from './share.ts'
import { DUE, ORDER_STATUS, PAYMENT_STATUS } from './status-labels.ts'

export type ViewHelpers = ReturnType<typeof createViewHelpers>

/**
 * Reads the manifest of the built assets once. `root` is the project's root folder.
 * Throws when the assets were not built, for an unknown asset and for an unknown icon.
 */
export function createViewHelpers(root: string) {
  const file = builtAssets(root)
  const known = new Set<string>(ICONS)

  const asset = (name: string): string => `/assets/${file(name)}`
  const sprite = asset('icons.svg')

  /** An icon beside a word; the word carries the meaning, so the icon is hidden from screen readers. */
  const icon = (name: IconName, className?: string): string => {
    if (!known.has(name))
      throw new Error(`There is no icon "${name}"; add it to src/views/icons.ts.`)
    const classes = className ? `icon ${className}` : 'icon'
    return `<svg class="${classes}" width="20" height="20" aria-hidden="true" focusable="false"><use href="${sprite}#${name}"></use></svg>`
  }

  return {
    asset,
    icon,
    accent: ACCENT_COLOURS,
    field: fieldOf,
    fieldId,
    initials,
    orderStatus: ORDER_STATUS,
    paymentStatus: PAYMENT_STATUS,
    due: DUE,
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
