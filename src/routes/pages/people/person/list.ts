// List context of customers and employees: search, tabs and pager, from the filter in the URL.

import { foldText } from '../../../../lib/text/normalize.ts'
import type { Empty } from '../../../../views/contexts/parts.ts'
import type { PersonList } from '../../../../views/contexts/people.ts'
import { urlOf } from '../../queries.ts'
import type { PersonNoun } from './noun.ts'

type Word = PersonNoun['word']

interface PersonQuery {
  search?: string
  archived?: boolean
  cursor?: string
  limit?: number
}

interface PageState {
  nextCursor: string | null
  total: number
  /** Message for a page after the end of the list. */
  beyond: Empty | null
}

export function personList(
  word: Word,
  query: PersonQuery,
  { nextCursor, total, beyond }: PageState,
): PersonList {
  const path = `/admin/${word}s`
  const search = query.search?.trim() || null
  const archived = query.archived || null
  const here = { search, archived, limit: query.limit === 50 ? null : query.limit }
  return {
    id: `${word}s-list`,
    path,
    search,
    archived,
    total,
    counted: `${archived ? 'archived ' : ''}${total === 1 ? word : `${word}s`}`,
    tabs: [
      { label: 'Active', href: urlOf(path, here, { archived: null }), current: !archived },
      { label: 'Archived', href: urlOf(path, here, { archived: true }), current: !!archived },
    ],
    first: query.cursor ? urlOf(path, here) : null,
    next: nextCursor ? urlOf(path, here, { cursor: nextCursor }) : null,
    empty:
      beyond ??
      (search ? nobodyMatches(word, path, search, archived) : nobodyYet(word, path, archived)),
  }
}

function nobodyYet(word: Word, path: string, archived: true | null): Empty {
  if (archived) {
    const text = `Archived ${word}s appear here. You can restore them.`
    return { icon: 'inbox', title: `No archived ${word}s`, text, action: null }
  }
  const text = {
    customer: 'Add one here, or when you take an order.',
    employee: 'Add the people who make the garments, then assign orders to them.',
  }[word]
  const action = { href: `${path}/new`, label: `New ${word}`, icon: 'user-plus' as const }
  return { icon: 'users', title: `No ${word}s yet`, text, action }
}

function nobodyMatches(word: Word, path: string, search: string, archived: true | null): Empty {
  const text = 'Try part of the name or phone number.'
  const title = `No matching ${word}s`
  if (archived) return { icon: 'search', title, text, action: null }
  const href = urlOf(`${path}/new`, { [fieldFor(search)]: search })
  const action = { href, label: `Add as new ${word}`, icon: 'user-plus' as const }
  return { icon: 'search', title, text, action }
}

/** Field of the new form that takes the search text. */
function fieldFor(search: string): 'name' | 'phoneNumber' | 'email' {
  if (/^[\d\s()+./-]+$/.test(foldText(search))) return 'phoneNumber'
  return search.includes('@') ? 'email' : 'name'
}
