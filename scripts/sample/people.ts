// The people of a sample shop, and who of them acts when an order moves.
import type { Actor } from '../../src/services/change.ts'
import { CUSTOMER_NOTES, EMPLOYEES, type Person, person } from './names.ts'
import { Random } from './random.ts'

/** Stands in the event log in place of a request's id: so sample data can always be told from a shop's own. */
export const SAMPLE = 'sample'

export type SampleCustomer = Person & { notes: string | null }

/** Invented customers, the same for the same seed. */
export function* customers(seed: number, count: number): Generator<SampleCustomer> {
  const random = new Random(seed ^ 0x5eed)
  const taken = new Set<string>()
  for (let made = 0; made < count; made++) {
    // A city has people of the same name; a small shop hardly.
    if (taken.size > 500) taken.clear()
    const notes = random.chance(0.15) ? random.pick(CUSTOMER_NOTES) : null
    yield { ...person(random, taken), notes }
  }
}

/** Whoever makes the garment also writes in the book; without anybody, it was the one at the counter. */
export function actorOf(employee: number | null): Actor {
  const { name } = EMPLOYEES[employee ?? 0] ?? EMPLOYEES[0]
  return { userId: null, name, role: 'staff' }
}
