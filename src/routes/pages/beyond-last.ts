// Message of a list page after the last one: says so and links to pages with rows.
import type { Page } from '../../services/shared/paging.ts'
import type { Empty } from '../../views/contexts/parts.ts'

interface Asked {
  page?: number
  cursor?: string | undefined
}

/**
 * Null for a page that has rows, and for a list without any.
 * @param read reads another page of the same list
 * @param hrefOf returns the URL of a page of the same list
 */
export async function pageBeyond(
  { page = 1, cursor }: Asked,
  { rows, nextCursor }: Page<unknown>,
  read: (page: number) => Promise<Page<unknown>>,
  hrefOf: (page: number) => string,
): Promise<Empty | null> {
  if (rows.length > 0 || nextCursor !== null || (page === 1 && !cursor)) return null
  const hasRows = async (one: number) => (await read(one)).rows.length > 0
  if (!(await hasRows(1))) return null
  if (cursor) return listEnds(hrefOf(1))
  const last = await lastPage(hasRows, page)
  return {
    icon: 'search',
    title: `There is no page ${page}`,
    text: `The list ends with page ${last}.`,
    action: { href: last === 1 ? hrefOf(1) : hrefOf(last), label: `Go to page ${last}` },
  }
}

/** For a cursor whose following rows were archived or changed. */
const listEnds = (href: string): Empty => ({
  icon: 'search',
  title: 'No more entries',
  text: 'You are past the end of the list.',
  action: { href, label: 'Go to first page' },
})

/** Last page with rows before the page `without`, by bisection. */
async function lastPage(hasRows: (page: number) => Promise<boolean>, without: number) {
  let [last, end] = [1, without]
  while (end - last > 1) {
    const middle = Math.floor((last + end) / 2)
    if (await hasRows(middle)) last = middle
    else end = middle
  }
  return last
}
