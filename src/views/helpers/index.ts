// View helpers, available in every template as `h`: assets, icons, badges, navigation.
import { isolateBidi, phoneDigits } from '../../lib/text/normalize.ts'
import { OPEN_STATUSES } from '../../schemas/orders/status.ts'
import { ACCENT_COLOURS } from './accents.ts'
import { avatarHtml, initials } from './avatar.ts'
import { type Badges, createBadges } from './badges.ts'
import { builtAssets } from './built-assets.ts'
import { fieldId, fieldOf } from './field.ts'
import { BRAND_MARK, HTMX_CONFIG } from './head.ts'
import { keptForm } from './kept-form.ts'
import {
  CORRECTIONS,
  COUNT_STATE,
  deltaWords,
  fullVariantName,
  keptForWords,
  leftOfVariant,
  leftWords,
  PRODUCT_KIND,
  productData,
  quantityWords,
  STOCK_REASON,
  untilWords,
  variantName,
} from './labels/catalogue.ts'
import { CONSENT_OPTIONS, consentLines } from './labels/consent.ts'
import { errorLabel } from './labels/error.ts'
import { collectSentence, openSentence } from './labels/opening.ts'
import { mainAmount, orderStep, paidNote, TRACKING_STATUS } from './labels/order.ts'
import { scopeWords } from './labels/scope.ts'
import { ORDER_STATUS, PAYMENT_STATUS, type StatusLabel } from './labels/status.ts'
import {
  cartNote,
  payNote,
  spansWords,
  stockIn,
  stockOf,
  taxLine,
  taxNote,
  truthOf,
} from './labels/storefront.ts'
import { depositHint, employeeOptions, labelOf, ledgerEntryLabel, optionsOf } from './labels.ts'
import { currentEntry, navigationFor } from './navigation.ts'
import { invitationLink, isInternational, whatsAppLink } from './share.ts'

import { displayClass, excerpt } from './shop-page.ts'
import { pathOfPhoto, pathOfProduct, pathOfVariant } from './shop-paths.ts'

export type ViewHelpers = ReturnType<typeof createViewHelpers>

/**
 * Reads the asset manifest once. `root` is the project's root folder.
 * @throws if the assets were not built, and for an unknown asset
 */
export function createViewHelpers(root: string) {
  const file = builtAssets(root)
  const asset = (name: string): string => `/assets/${file(name)}`
  const marks = createBadges(asset('icons.svg'))

  return {
    asset,
    ...marks,
    orderStatusBadge: badgesOf(marks, ORDER_STATUS),
    paymentStatusBadge: badgesOf(marks, PAYMENT_STATUS),
    dialled,
    accent: ACCENT_COLOURS,
    avatar: avatarHtml,
    brandMark: BRAND_MARK,
    htmxConfig: HTMX_CONFIG,
    CONSENT_OPTIONS,
    consentLines,
    productKind: PRODUCT_KIND,
    stockReason: STOCK_REASON,
    corrections: CORRECTIONS,
    countState: COUNT_STATE,
    keptFor: keptForWords,
    until: untilWords,
    quantity: quantityWords,
    delta: deltaWords,
    left: leftWords,
    leftOf: leftOfVariant,
    productData,
    variantName,
    fullVariantName,
    depositHint,
    employeeOptions,
    errorLabel,
    field: fieldOf,
    fieldId,
    initials,
    isolateBidi,
    openStatuses: OPEN_STATUSES,
    keptForm,
    labelOf,
    ledgerEntryLabel,
    mainAmount,
    optionsOf,
    orderStatus: ORDER_STATUS,
    orderStep,
    paidNote,
    paymentStatus: PAYMENT_STATUS,
    scopeWords,
    trackingStatus: TRACKING_STATUS,
    whatsApp: whatsAppLink,
    inviteBy: invitationLink,
    cartNote,
    payNote,
    collectSentence,
    openSentence,
    spansWords,
    stockIn,
    stockOf,
    taxLine,
    taxNote,
    truthOf,
    displayClass,
    excerpt,
    pathOfPhoto,
    pathOfProduct,
    pathOfVariant,
    places: navigationFor,
    current: currentEntry,
  }
}

/** Badge HTML by status. */
const badgesOf = ({ badge }: Badges, labels: Record<string, StatusLabel>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([state, label]) => [state, badge(label)]))

/** A phone number in the form of a tel: link (RFC 3966). */
const dialled = (phoneNumber: string): string =>
  (isInternational(phoneNumber) ? '+' : '') + phoneDigits(phoneNumber)
