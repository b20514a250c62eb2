// The items of an order that two people changed: each item is a part of its own, so that both changes can stand.
import type { Row } from './order-form.ts'
import type { Difference } from './order-versions.ts'

interface BothRows {
  rows: Row[]
  differences: Difference[]
}

const TAKEN_OUT = '(taken out)'

/** The rows that the form holds; without `opened` all of them count as touched. */
export function bothRows(
  opened: readonly Row[] | undefined,
  typed: readonly Row[],
  stored: readonly Row[],
): BothRows {
  const rows: Row[] = []
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
    // Under its old number it is gone, so it comes back as a new item.
    if (isTouched) rows.push({ ...yours, id: '' })
    const theirs = yours.id ? TAKEN_OUT : ''
    differs(lineOf(yours), theirs, { holds: isTouched ? 'yours' : 'theirs', take: null })
  }
  return { rows, differences }
}

/** The rows with the stored version of an item in its place, when `take` names one. */
export function rowTaken(rows: readonly Row[], stored: readonly Row[], take: string): Row[] {
  const theirs = stored.find(({ id }) => take === `item.${id}`)
  if (!theirs) return [...rows]
  if (!withId(rows, theirs.id)) return [...rows, theirs]
  return rows.map((row) => (row.id === theirs.id ? theirs : row))
}

const withId = (rows: readonly Row[], id: string) =>
  id ? rows.find((row) => row.id === id) : undefined

const isSame = (one: Row, other: Row) => lineOf(one) === lineOf(other)

const lineOf = ({ quantity, itemName, description, unitPrice, ...row }: Row) =>
  `${quantity} × ${itemName}${description && ` (${description})`} at ${point(unitPrice)}${offOf(row)}`

/** ', 10 % off' */
function offOf(discount: Pick<Row, 'discountPercent' | 'discountAmount'>): string {
  const { discountPercent: percent, discountAmount: amount } = discount
  return percent || amount ? `, ${percent ? `${point(percent)} %` : point(amount)} off` : ''
}

const point = (amount: string) => amount.replace(',', '.')
