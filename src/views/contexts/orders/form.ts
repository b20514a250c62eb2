// Contexts of the templates of the order form.
import type { Customer } from '../../../schemas/people/customers.ts'
import type { Employee } from '../../../schemas/people/employees.ts'
import type { PaymentMethod } from '../../../schemas/shop/payment-methods.ts'
import type { DepositKind } from '../../../schemas/shop/payment-rules.ts'
import type { Product } from '../../../services/catalogue/products/read.ts'
import type { Variant } from '../../../services/catalogue/variants/read.ts'
import type { OrderAmounts, Taxed } from '../../../services/orders/prices/arithmetic.ts'
import type { Order } from '../../../services/orders/types.ts'
import type { ByField, Page, SentForm } from '../parts.ts'

export interface OrderFormPages {
  'orders/form/customer': CustomerPage
  'orders/form/index': OrderFormPage
  'orders/form/product': ProductPage
}

export interface OrderFormFragments {
  'orders/form/_customer-choices': CustomerPage
  'orders/form/_found': ProductPage
}

/** The customers to choose from, and a new one as far as it was typed. */
export interface CustomerChoices {
  /** Ids of possible duplicates that the form has shown, with a space between two. */
  knownDuplicates: string
  customers: readonly Customer[]
  search: string
  newCustomer: { name: string; phoneNumber: string }
}

interface CustomerPage extends Page, CustomerChoices {
  values: ByField
  errors: null
}

/** What of the catalogue can be added, for who may see it. */
export interface ProductChoices {
  mayChoose: boolean
  /** A button each. */
  tiles: readonly Product[]
  found: ProductSearch
  /** The variant of each row; null for a free-text item. */
  rowVariants: readonly (Variant | null)[]
}

/** What a search or a tap has brought. */
export interface ProductSearch {
  /** As typed or scanned; blank if nothing was looked for. */
  code: string
  /** The only variant that fits; it goes into a row. */
  exact: Variant | null
  /** To choose from, when several fit. */
  choices: readonly Variant[]
  isUnknown: boolean
}

interface ProductPage extends Page {
  found: ProductSearch
}

export interface OrderAids {
  suggestions: readonly SuggestedItem[]
  /** Items that are a button each. */
  oneTap: readonly SuggestedItem[]
  picks: readonly DeadlinePick[]
}

export interface SuggestedItem {
  itemName: string
  /** As it is typed: '125,50'. */
  price: string
  /** Formatted: '€125.50'. */
  shown: string
}

export interface DeadlinePick {
  label: string
  day: string
  exact: string
  chosen: boolean
}

interface OrderFormPage extends Page, SentForm, CustomerChoices, OrderAids, ProductChoices {
  /** Null for a new order. */
  order: Order | null
  rows: readonly ItemRow[]
  blankRow: ItemRow
  tax: Pick<Taxed, 'taxMode' | 'taxRate'> & { taxLabel: string | null }
  /** The decimal and thousands marks of amounts, as JSON. */
  marks: string
  /** Null as long as no price is typed. */
  sums: TypedSums | null
  /** The order that was saved by the first sending of the same form. */
  savedId: number | null
  /** Fields that somebody else saved in the meantime; empty when both versions are the same. */
  conflict: readonly Difference[] | null
  version: string | number
  /** What the form was opened with, as JSON. */
  was: string
  idempotencyKey: string
  methods: readonly PaymentMethod[]
  /** The deposit that the shop asks for. */
  deposit: { kind: DepositKind; value: string }
  photosLost: number
  /** '2 photos have to be chosen again.' or empty. */
  photosAgain: string
  /** Typed values were restored, after a sign-in or from a draft on the device. */
  restored: boolean
  /** The page answers a form that was sent. */
  isAnswer: boolean
  employees: readonly Employee[]
}

export interface ItemRow {
  id: string
  /** Of the catalogue; blank for a free-text item. */
  variantId: string
  itemName: string
  description: string
  quantity: string
  unitPrice: string
  /** At most one of the two is filled in. */
  discountPercent: string
  discountAmount: string
}

/** What a form that is not saved yet comes to. */
export interface TypedSums extends OrderAmounts {
  /** Total of each row, in smallest units. */
  rows: readonly number[]
}

/** A field or an item that differs between the typed and the stored version. */
export interface Difference {
  label: string
  yours: string
  theirs: string
  /** Version that the form holds now: the stored one if its author had not changed the field. */
  holds: 'yours' | 'theirs'
  /** Button value that selects the stored version; null if the form has another way. */
  take: string | null
}
