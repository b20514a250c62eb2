// Labels of a resumable form's fields, as the form itself shows them.

import type { Reader } from '../../db/database.ts'
import type { Viewer } from '../../services/access/viewers.ts'
import { chooseAgain } from './lost-files.ts'
import { type Choices, findChoices } from './resumable-choices.ts'
import { canBeShown, type ResumableForm } from './resumable-form.ts'

/** Hidden fields and buttons: not shown. */
const HIDDEN =
  /^(version|idempotencyKey|next|restore|photosLost|was(\..*)?|(items|variants|deliveryMethods)\.\d+\.(id|version|variantId)|(find|add)(Product|Variant)|customerSuggested|knownDuplicates|deadlineShown|find|addRow|addItem|addUp|removeRow|moveUp|removed|listedFrom|make|pick|take|action)$/

/** What the form of a new order holds before anything was typed: a field and its value. */
const STANDING = /^(customerId new|items\.\d+\.quantity 1|deposit\.method .*)$/

/** Whether anything was typed, as far as the form says what it held before. */
export const isFilledIn = ({ fields }: ResumableForm): boolean => {
  const before = new Map(fields)
  return fields.some(
    ([name, value]) =>
      value.trim() !== '' &&
      value !== before.get(`was.${name}`) &&
      !HIDDEN.test(name) &&
      !STANDING.test(`${name} ${value}`),
  )
}

/** By field name, with `#` for the number of a row. */
const LABELS: Record<string, string> = {
  'customer.name': 'Name',
  'customer.phoneNumber': 'Phone number',
  'deposit.amount': 'Deposit paid now',
  'deposit.method': 'Payment method',
  'deliveryMethods.#.freeFrom': 'Method #, free from',
  'deliveryMethods.#.kind': 'Method #, kind',
  'deliveryMethods.#.name': 'Method #, name',
  'deliveryMethods.#.note': 'Method #, note',
  'deliveryMethods.#.price': 'Method #, price',
  'discount.amount': 'Order discount, amount off',
  'discount.percent': 'Order discount, percent off',
  'exceptions.#.day': 'Day #, date',
  'exceptions.#.hours': 'Day #, hours',
  'exceptions.#.note': 'Day #, note',
  productSearch: 'Scan, or type a name, SKU or barcode',
  'items.#.description': 'Item #, note',
  'items.#.discount.amount': 'Item #, amount off',
  'items.#.discount.percent': 'Item #, percent off',
  'items.#.itemName': 'Item #',
  'items.#.quantity': 'Item #, quantity',
  'items.#.unitPrice': 'Item #, price each',
  'methods.#': 'Choice #',
  'options.#.name': 'Option #',
  'options.#.values': 'Option #, values',
  'variants.#.barcode': 'Variant #, barcode',
  'variants.#.cost': 'Variant #, cost',
  'variants.#.lowStockAt': 'Variant #, low at',
  'variants.#.price': 'Variant #, price',
  'variants.#.sku': 'Variant #, SKU',
  'variants.#.stock': 'Variant #, stock',
  'variants.#.supplier': 'Variant #, supplier',
  'variants.#.values.0': 'Variant #, first option',
  'variants.#.values.1': 'Variant #, second option',
  'variants.#.values.2': 'Variant #, third option',
  about: 'About the shop',
  accent: 'Colourway',
  address: 'Address',
  amount: 'Amount',
  blind: 'Blind',
  care: 'Care',
  categoryId: 'Category',
  code: 'Barcode or SKU',
  counted: 'Counted',
  currency: 'Currency',
  customerId: 'Customer',
  customerSearch: 'Find by name or phone',
  deadline: 'Due date',
  deadlinePick: 'Due date',
  deadlineTime: 'Time',
  deliveryNote: 'Delivery',
  depositKind: 'Deposit',
  depositValue: 'Deposit amount',
  description: 'Description',
  email: 'E-mail',
  emailConsent: 'Offers by e-mail',
  featured: 'Featured',
  forgetPast: 'Delete past days when I save',
  fullName: 'Name',
  handoverNeedsPayment: 'Require payment before hand-over',
  holdMinutes: 'Keep pieces for',
  internalNotes: 'Internal notes',
  intro: 'Introduction',
  isOpen: 'Storefront is on',
  kind: 'Kind',
  locale: 'Language and region',
  mapUrl: 'Link to a map',
  method: 'Payment method',
  name: 'Name',
  note: 'Note',
  notes: 'Notes',
  paymentNote: 'How to pay',
  phoneNumber: 'Phone number',
  position: 'Position',
  price: 'Price of each',
  publicUrl: 'Web address',
  quantity: 'Quantity',
  overrideReason: 'Reason',
  reason: 'What was wrong?',
  retainedAmount: 'Cancellation fee',
  returnsNote: 'Returns',
  role: 'Role',
  status: 'Status',
  tabletLockMinutes: 'Lock after',
  taxLabel: 'Tax name',
  taxMode: 'Prices',
  taxRate: 'Tax rate',
  text: 'Paste the table here',
  textConsent: 'Offers by text message',
  theme: 'Theme',
  timeZone: 'Time zone',
  unit: 'Counted in',
  workNeedsDeposit: 'Require the deposit before work starts',
}

/** Labels that differ in one form, by its address. */
const OF_ONE_FORM: [form: RegExp, name: string, label: string][] = [
  [/^\/admin\/users/, 'employeeId', 'Employee'],
  [/^\/admin\/orders/, 'employeeId', 'Made by'],
  [/^\/admin\/orders/, 'notes', 'Notes for the customer'],
  [/^\/admin\/settings$/, 'name', 'Shop name'],
  [/^\/admin\/stock\/variants/, 'reason', 'What happened?'],
]

interface Typed {
  label: string
  value: string
}

/** Template context of the page that asks whether to submit the form. */
export const resumeContext = async (db: Reader, viewer: Viewer | null, kept: ResumableForm) => ({
  kept,
  typed: labelledValues(kept, await findChoices(db, viewer, kept)),
  filesLost: filesLost(kept),
  canLook: canBeShown(kept),
})

/** "Choose the 2 photos again.", or nothing. */
export const filesLost = (kept: ResumableForm): string =>
  kept.files > 0 ? chooseAgain(kept.files, canBeShown(kept) ? 'photo' : 'file') : ''

/** The values, labelled: `items.0.itemName` is "Item 1". */
const labelledValues = (kept: ResumableForm, choices: Choices): Typed[] =>
  kept.fields
    .filter(([name, value]) => value.trim() !== '' && !HIDDEN.test(name))
    .map(([name, value]) => ({
      label: labelOf(kept, name),
      value: choices.get(name) ?? wordsFor(name, value),
    }))

function labelOf({ action }: ResumableForm, name: string): string {
  const own = OF_ONE_FORM.find(([path, field]) => field === name && path.test(action))
  if (own) return own[2]
  const row = /^(?:items|methods|options|variants|deliveryMethods|exceptions)\.(\d+)/.exec(
    name,
  )?.[1]
  const label = labelFor(name.replace(/\.\d+(?=\.|$)/, '.#'))
  return label.replace('#', String(Number(row) + 1))
}

/** Without a label: the field's name in words. */
const labelFor = (name: string): string =>
  Object.hasOwn(LABELS, name) ? (LABELS[name] as string) : inWords(name)

function inWords(name: string): string {
  const words = name
    .replace(/[.#]+/g, ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A ticked box has no other value. */
function wordsFor(name: string, value: string): string {
  if (/^(workNeedsDeposit|handoverNeedsPayment|featured|blind|isOpen|forgetPast)$/.test(name))
    return 'Yes'
  if (name === 'customerId' && value === 'new') return 'New customer'
  // Of somebody who is not there any more.
  if (/^(customer|employee|category)Id$/.test(name)) return 'As chosen from the list'
  const isChoice = /(^|\.)(method|methods\.\d+|status|kind|depositKind|role|taxMode|theme)$/.test(
    name,
  )
  return isChoice && /^[a-z_]+$/.test(value) ? inWords(value.replaceAll('_', ' ')) : value
}
