// Matches imported orders to existing customers: by phone number, then by name among those who share it.
import type { Reader } from '../../../db/database.ts'
import { foldText, normalizeLine } from '../../../lib/text/normalize.ts'
import type { CustomerInput } from '../../../schemas/people/customers.ts'
import { type Phones, phonesOf } from '../../people/phone-numbers.ts'
import { customersByPhone } from '../imported-rows.ts'

export interface MatchedCustomer {
  /** Null for a customer created by an earlier order of the same file. */
  id: number | null
  name: string
  nameFolded: string
  phoneNumber: string
}

export class CustomerMatcher {
  readonly #byPhone = new Map<string, MatchedCustomer[]>()

  readonly #phones: Phones

  private constructor(phones: Phones) {
    this.#phones = phones
  }

  static async read(db: Reader, phoneNumbers: readonly string[]): Promise<CustomerMatcher> {
    const phones = await phonesOf(db)
    const matcher = new CustomerMatcher(phones)
    for await (const customers of customersByPhone(db, phones, phoneNumbers)) {
      for (const customer of customers) matcher.#append(customer)
    }
    return matcher
  }

  find({ name, phoneNumber }: CustomerInput): MatchedCustomer | undefined {
    const candidates = this.#byPhone.get(this.#phones.identityOf(phoneNumber)) ?? []
    const folded = foldText(name)
    return candidates.find(({ nameFolded }) => nameFolded === folded) ?? candidates[0]
  }

  add({ name, phoneNumber }: CustomerInput): MatchedCustomer {
    const customer = {
      id: null,
      name: normalizeLine(name),
      nameFolded: foldText(name),
      phoneNumber,
    }
    this.#append(customer)
    return customer
  }

  #append(customer: MatchedCustomer): void {
    const phone = this.#phones.identityOf(customer.phoneNumber)
    const sharing = this.#byPhone.get(phone)
    if (sharing) sharing.push(customer)
    else this.#byPhone.set(phone, [customer])
  }
}
