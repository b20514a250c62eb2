// Pages of a list of the storefront, by number.
import type { PagePlaces } from '../../../views/contexts/storefront.ts'

export const ON_A_PAGE = 24

/** @param hrefOf address of a page of the list; null is the first, whose address has no number */
export function placesOf(
  page: number,
  total: number,
  hrefOf: (page: number | null) => string,
): PagePlaces {
  const at = (number: number) => hrefOf(number === 1 ? null : number)
  const last = Math.ceil(total / ON_A_PAGE)
  return {
    page,
    last,
    previous: page > 1 ? at(page - 1) : null,
    next: page < last ? at(page + 1) : null,
  }
}
