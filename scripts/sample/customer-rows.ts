// Rows of customers and their events, as the services would write them.
import { foldText, phoneDigits } from '../../src/lib/text/normalize.ts'
import { actorOf, SAMPLE, type SampleCustomer } from './people.ts'
import { EVENT, Rows, TIMES } from './rows.ts'

const CUSTOMER = [
  ...['name', 'name_folded', 'phone_number', 'phone_digits', 'email', 'address', 'notes'],
  ...TIMES,
]

/** @param since when each customer was created */
export function customerRows(people: readonly SampleCustomer[], since: readonly string[]): Rows {
  const rows = new Rows('customers', CUSTOMER)
  people.forEach(({ name, phoneNumber, email, address, notes }, at) => {
    const time = since[at] ?? ''
    const phone = phoneDigits(phoneNumber)
    rows.add(name, foldText(name), phoneNumber, phone, email, address, notes, time, time)
  })
  return rows
}

export function customerEvents(added: readonly { id: number; name: string; at: string }[]): Rows {
  const events = new Rows('events', EVENT)
  const actor = actorOf(null).name
  for (const { id, name, at } of added) {
    events.add('customer.created', 'customer', id, actor, SAMPLE, at, JSON.stringify({ name }))
  }
  return events
}
