// Merge of order items that two people changed: each item is a part of its own.

import { isolateBidi } from '../../../../lib/text/normalize.ts'
import type { Difference, ItemRow } from '../../../../views/contexts/orders/form.ts'

interface BothRows {
  rows: ItemRow[]
  differences: Difference[]
}

const TAKEN_OUT = '(removed)'

/** Merged rows; without `opened` all typed rows count as changed. */
export function bothRows(
  opened: readonly ItemRow[] | undefined,
  typed: readonly ItemRow[],
  stored: readonly ItemRow[],
): BothRows {
  const rows: ItemRow[] = []
  const differences: Difference[] = []
  const differs = (yours: string, theirs: string, rest: Pick<Difference, 'holds' | 'take'>) =>
    differences.push({ label: 'Item', yours, theirs, ...rest })

  for (const theirs of stored) {
    const [yours, before] = [withId(typed, theirs.id), withId(opened ?? [], theirs.id)]
    const isAlone = before !== undefined && isSame(before, theirs)
    const isTouched = !opened || before === undefined || !yours || !isSame(yours, before)
    const take = `item.${theirs.id}`
    if (!yours && (isAlone || !opened)) {
      differs(TAKEN_OUT, lineOf(theirs), { holds: 'yours', take })
    } else if (!yours || !isTouched) {
      rows.push(theirs)
      const mine = yours ? lineOf(yours) : before ? TAKEN_OUT : ''
      if (mine !== lineOf(theirs)) differs(mine, lineOf(theirs), { holds: 'theirs', take: null })
    } else {
      rows.push(yours)
      if (!isSame(yours, theirs)) differs(lineOf(yours), lineOf(theirs), { holds: 'yours', take })
    }
  }
  for (const yours of typed.filter(({ id }) => !withId(stored, id))) {
    const before = withId(opened ?? [], yours.id)
    const isTouched = before === undefined || !isSame(yours, before)
    // The stored item was deleted, so this one is saved as a new item.
    if (isTouched) rows.push({ ...yours, id: '' })
    const theirs = yours.id ? TAKEN_OUT : ''
    differs(lineOf(yours), theirs, { holds: isTouched ? 'yours' : 'theirs', take: null })
  }
  return { rows, differences }
}

export function applyRowChoice(
  rows: readonly ItemRow[],
  stored: readonly ItemRow[],
  take: string,
): ItemRow[] {
  const theirs = stored.find(({ id }) => take === `item.${id}`)
  if (!theirs) return [...rows]
  if (!withId(rows, theirs.id)) return [...rows, theirs]
  return rows.map((row) => (row.id === theirs.id ? theirs : row))
}

const withId = (rows: readonly ItemRow[], id: string) =>
  id ? rows.find((row) => row.id === id) : undefined

const isSame = (one: ItemRow, other: ItemRow) =>
  lineOf(one) === lineOf(other) && one.variantId === other.variantId

const lineOf = ({ quantity, itemName, description, unitPrice, ...row }: ItemRow) =>
  `${quantity} × ${isolateBidi(itemName)}${description && ` (${description})`} at ${unitPrice}${offOf(row)}`

/** ', 10 % off' */
function offOf(discount: Pick<ItemRow, 'discountPercent' | 'discountAmount'>): string {
  const { discountPercent: percent, discountAmount: amount } = discount
  return percent || amount ? `, ${percent ? `${percent} %` : amount} off` : ''
}
