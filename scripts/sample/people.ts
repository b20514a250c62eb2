// People of a sample shop, and the author of each event.
import { PERMISSIONS } from '../../src/schemas/access/permissions.ts'
import { type Actor, NO_LIMITS } from '../../src/services/shared/change.ts'
import { CUSTOMER_NOTES, EMPLOYEES, type Person, person } from './names.ts'
import { Random } from './random.ts'

/** Request id of sample events: distinguishes them from a shop's own. */
export const SAMPLE = 'sample'

export type SampleCustomer = Person & { notes: string | null }

/** Invented customers, the same for the same seed. */
export function* customers(seed: number, count: number): Generator<SampleCustomer> {
  const random = new Random(seed ^ 0x5eed)
  const taken = new Set<string>()
  for (let made = 0; made < count; made++) {
    // Namesakes exist in a city, hardly in a small shop.
    if (taken.size > 500) taken.clear()
    const notes = random.chance(0.15) ? random.pick(CUSTOMER_NOTES) : null
    yield { ...person(random, taken), notes }
  }
}

/** The assigned employee, else the one at the counter. */
export function actorOf(employee: number | null): Actor {
  const { name } = EMPLOYEES[employee ?? 0] ?? EMPLOYEES[0]
  return { userId: null, name, permissions: PERMISSIONS, limits: NO_LIMITS }
}
