// Labels of event fields, for the order timeline and the activity page.
import type { EventData } from '../../../../schemas/events/types.ts'

type EventField<Data = EventData> = Data extends unknown ? keyof Data : never

const FIELDS: { readonly [Name in EventField]?: string } = {
  about: 'about the shop',
  accent: 'colourway',
  customerId: 'customer',
  employeeId: 'employee',
  deadline: 'due date',
  firstName: 'first name',
  lastName: 'last name',
  fullName: 'name',
  email: 'e-mail',
  emailConsent: 'offers by e-mail',
  emailConsentAt: 'offers by e-mail, said at',
  emailConsentBy: 'offers by e-mail, noted by',
  textConsent: 'offers by text message',
  textConsentAt: 'offers by text message, said at',
  textConsentBy: 'offers by text message, noted by',
  isActive: 'can sign in',
  expiresAt: 'end',
  totalAmount: 'total',
  paidAmount: 'paid',
  holdMinutes: 'minutes that pieces are kept',
  intro: 'introduction',
  mapUrl: 'link to a map',
  paymentNote: 'how to pay',
  retainedAmount: 'cancellation fee',
  requiresSecondFactor: 'requires two-step sign-in',
  secondFactor: 'wrong codes',
  left: 'codes left',
}

/** `shippingAddress` becomes "shipping address". */
export const fieldWords = (field: string): string =>
  isNamed(field)
    ? (FIELDS[field] ?? '')
    : field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const isNamed = (field: string): field is keyof typeof FIELDS => Object.hasOwn(FIELDS, field)

export const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value

/** Derived from the other fields. */
const SUMS = ['subtotal', 'discountAmount', 'taxAmount', 'netAmount']

/** Names of the changed fields for a sentence: "notes, due date". */
export const changedFields = (data: object): string =>
  Object.entries(data)
    .filter(([field, value]) => isChange(value) && !SUMS.includes(field))
    .map(([field]) => fieldWords(field))
    .join(', ')
