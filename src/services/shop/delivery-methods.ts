// Delivery methods of the shop: how an order that was placed online reaches its buyer, and what that costs.
import type { Reader } from '../../db/database.ts'
import { list, sql } from '../../db/sql.ts'
import { VersionedCache } from '../../db/versioned-cache.ts'
import type { Awaitable } from '../../lib/concurrency/awaitable.ts'
import { Problems } from '../../lib/errors/input-problems.ts'
import { invalid } from '../../lib/errors/refusal.ts'
import { formatAmount, parseAmount } from '../../lib/money/amounts.ts'
import { normalizeLine, trimToNull } from '../../lib/text/normalize.ts'
import type {
  DeliveryKind,
  DeliveryMethodInput,
  DeliveryMethodJson,
} from '../../schemas/shop/delivery-methods.ts'
import type { Change } from '../shared/change.ts'

/** Amounts in smallest currency units. */
export interface DeliveryMethod {
  id: number
  kind: DeliveryKind
  name: string
  price: number
  /** Sum of the items from which it costs nothing; null: never free. */
  freeFrom: number | null
  note: string | null
}

const methodsCache = new VersionedCache<DeliveryMethod[]>()

export const findDeliveryMethods = (db: Reader): Awaitable<DeliveryMethod[]> =>
  methodsCache.get(db, 'delivery methods', () =>
    db.all<DeliveryMethod>(sql`
      SELECT id, kind, name, price, free_from AS "freeFrom", note
      FROM delivery_methods
      ORDER BY position, id`),
  )

/** What it costs for items of this sum. */
export const deliveryPrice = ({ price, freeFrom }: DeliveryMethod, subtotal: number): number =>
  freeFrom !== null && subtotal >= freeFrom ? 0 : price

export const deliveryMethodJson = (
  { price, freeFrom, ...method }: DeliveryMethod,
  currency: string,
): DeliveryMethodJson => ({
  ...method,
  price: formatAmount(price, currency),
  freeFrom: freeFrom === null ? null : formatAmount(freeFrom, currency),
})

/** Replaces the list: methods with their `id` stay. @throws Refusal `invalid_input` */
export async function storeDeliveryMethods(
  change: Change,
  inputs: readonly DeliveryMethodInput[],
  currency: string,
): Promise<void> {
  const before = await findDeliveryMethods(change)
  const methods = parsed(inputs, before, currency)
  const ids = methods.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const gone = before.filter(({ id }) => !ids.includes(id)).map(({ id }) => id)
  if (gone.length > 0) {
    await change.run(sql`DELETE FROM delivery_methods WHERE id IN (${list(gone)})`)
  }
  for (const [position, method] of methods.entries()) await store(change, method, position)
}

type ParsedMethod = Omit<DeliveryMethod, 'id'> & { id: number | undefined }

function parsed(
  inputs: readonly DeliveryMethodInput[],
  before: readonly DeliveryMethod[],
  currency: string,
): ParsedMethod[] {
  const problems = new Problems()
  const methods = inputs.map((input, at) => {
    const pointer = `/deliveryMethods/${at}`
    const { id, kind, freeFrom } = input
    const isKnown = id === undefined || before.some((method) => method.id === id)
    const isTwice = inputs.some((other, index) => index < at && id !== undefined && other.id === id)
    if (!isKnown || isTwice) {
      const detail = isTwice ? 'This method is there twice.' : 'There is no such method any more.'
      problems.add([{ pointer: `${pointer}/id`, code: 'reference', detail }])
    }
    const free = freeFrom === undefined || freeFrom === null || freeFrom === '' ? null : freeFrom
    return {
      id,
      kind,
      name: normalizeLine(input.name),
      price: problems.take(() => parseAmount(input.price, currency, `${pointer}/price`)) ?? 0,
      freeFrom:
        free === null
          ? null
          : (problems.take(() => parseAmount(free, currency, `${pointer}/freeFrom`)) ?? null),
      note: trimToNull(input.note),
    }
  })
  problems.refuseAny()
  if (methods.length === 0) throw NO_METHOD
  return methods
}

const NO_METHOD = invalid({
  pointer: '/deliveryMethods',
  code: 'minItems',
  detail: 'Keep at least one way to get an order.',
})

const store = (
  change: Change,
  { id, kind, name, price, freeFrom, note }: ParsedMethod,
  position: number,
) =>
  id === undefined
    ? change.run(sql`
        INSERT INTO delivery_methods (kind, name, price, free_from, note, position, created_at, updated_at)
        VALUES (${kind}, ${name}, ${price}, ${freeFrom}, ${note}, ${position}, ${change.at}, ${change.at})`)
    : change.run(sql`
        UPDATE delivery_methods
        SET kind = ${kind}, name = ${name}, price = ${price}, free_from = ${freeFrom}, note = ${note},
            position = ${position}, updated_at = ${change.at}
        WHERE id = ${id}`)
