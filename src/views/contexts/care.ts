// Contexts of the templates for customer care: merging two records.
import type { Customer } from '../../schemas/people/customers.ts'
import type { CustomerFigures } from '../../services/people/customers/figures.ts'
import type { ByField, Page } from './parts.ts'

export interface CarePages {
  'care/merge/index': MergePage
  'care/erase': ErasePage
  'care/claims/proof': ProofPage
  'care/claims/code': CodePage
  'care/claims/invitation': InvitationPage
}

export type MergeCandidate = Customer &
  Omit<CustomerFigures, 'id'> & {
    /** Its e-mail. */
    account: string | null
  }

interface MergePage extends Page {
  /** The record that stays. */
  into: MergeCandidate
  /** The record that goes into it, once it is chosen. */
  from: MergeCandidate | null
  candidates: readonly MergeCandidate[]
  search: string
  problem: string | null
}

interface ProofPage extends Page {
  customer: Customer
  /** Either a code, or the address and the QR code of an invitation. */
  code: string | null
  url: string | null
  qrCode: string | null
  expiresAt: string
}

interface TypedForm extends Page {
  values: ByField
  errors: ByField | null
  problem: string | null
}

type CodePage = TypedForm

interface InvitationPage extends TypedForm {
  action: string
  name: string
  /** Of the record; null: the customer types one. */
  email: string | null
  /** E-mail of whoever is signed in. */
  account: string | null
  isStaff: boolean
}

interface ErasePage extends Page {
  customer: Customer
  problem: string | null
}
