// Options of products, such as Size: their names, and what becomes of the variants' values when the names change.
import { sql } from '../../../db/sql.ts'
import { invalid, Refusal } from '../../../lib/errors/refusal.ts'
import { foldText, normalizeLine } from '../../../lib/text/normalize.ts'
import type { Change } from '../../shared/change.ts'
import { optionsKey } from '../variants/input.ts'
import { NO_VALUE } from '../variants/read.ts'
import { storeOptions } from '../variants/store.ts'
import type { Product } from './read.ts'

/** @throws Refusal `invalid_input` for two options of one name */
export function optionNames(names: readonly string[]): string[] {
  const lines = names.map(normalizeLine)
  const double = lines.findIndex((name, at) => indexOf(lines, name) < at)
  if (double < 0) return lines
  const detail = 'This option is in the list twice.'
  throw invalid({ pointer: `/options/${double}`, code: 'duplicate', detail })
}

const indexOf = (names: readonly string[], name: string) =>
  names.findIndex((other) => foldText(other) === foldText(name))

/**
 * A new option gets no value on each variant, which is filled in next.
 * @throws Refusal `option_in_use` if variants differ in an option that goes
 */
export async function changeOptions(
  change: Change,
  product: Pick<Product, 'id' | 'options' | 'variants'>,
  names: readonly string[],
): Promise<void> {
  const sources = sourcesOf(product.options, names)
  const renamed = product.variants.map(({ id, options }) => {
    const values = Object.values(options)
    const pairs = names.map((name, at) => [name, values[sources[at] ?? -1] ?? NO_VALUE] as const)
    return { id, options: Object.fromEntries(pairs) }
  })
  expectDifferent(
    renamed.map(({ options }) => optionsKey(options)),
    product.options.filter((_, at) => !sources.includes(at)),
  )
  await change.run(
    sql`UPDATE products SET options = ${JSON.stringify(names)} WHERE id = ${product.id}`,
  )
  // Until each has its new key, no two may meet by chance.
  await change.run(sql`
    UPDATE variants SET options_key = '#' || id
    WHERE product_id = ${product.id} AND archived_at IS NULL`)
  for (const { id, options } of renamed) {
    await change.run(sql`
      UPDATE variants
      SET options = ${JSON.stringify(Object.values(options))}, options_key = ${optionsKey(options)},
          version = version + 1, updated_at = ${change.at}
      WHERE id = ${id}`)
    await storeOptions(change, id, options)
  }
}

/** For each new name the place of the option whose values it has; -1: of none. */
function sourcesOf(before: readonly string[], names: readonly string[]): number[] {
  return names.map((name, at) => {
    const same = indexOf(before, name)
    if (same >= 0) return same
    const replaced = before[at]
    return replaced !== undefined && indexOf(names, replaced) < 0 ? at : -1
  })
}

/** @throws Refusal `option_in_use` */
function expectDifferent(keys: readonly string[], gone: readonly string[]): void {
  const alike = keys.filter((key) => keys.indexOf(key) !== keys.lastIndexOf(key)).length
  if (alike === 0) return
  throw new Refusal(
    'conflict',
    'option_in_use',
    `${alike} variants differ only in ${gone.join(', ')}. Archive those that you do not need, then take the option away.`,
    { members: { variants: alike } },
  )
}
