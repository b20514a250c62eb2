// What a list of customers or employees shows around its rows. The filter is in the URL, and only there.
import type { PersonNoun } from './person-noun.ts'
import { urlOf } from './queries.ts'

type Word = PersonNoun['word']

interface PersonQuery {
  search?: string
  archived?: boolean
  cursor?: string
  limit?: number
}

interface Found {
  nextCursor: string | null
  total: number
}

/** Search, tabs, pager, and what to say when nobody was found. */
export function personList(word: Word, query: PersonQuery, { nextCursor, total }: Found) {
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
    /** What the total counts. */
    counted: `${archived ? 'archived ' : ''}${total === 1 ? word : `${word}s`}`,
    tabs: [
      { label: 'Current', href: urlOf(path, here, { archived: null }), current: !archived },
      { label: 'Archived', href: urlOf(path, here, { archived: true }), current: !!archived },
    ],
    first: query.cursor ? urlOf(path, here) : null,
    next: nextCursor ? urlOf(path, here, { cursor: nextCursor }) : null,
    empty: search ? nobodyMatches(word, path, search, archived) : nobodyYet(word, path, archived),
  }
}

interface Empty {
  icon: 'users' | 'inbox' | 'search'
  title: string
  text: string
  action: { href: string; label: string; icon: 'user-plus' } | null
}

function nobodyYet(word: Word, path: string, archived: true | null): Empty {
  if (archived) {
    const text = `When you archive a ${word}, you find the name here and can bring it back.`
    return { icon: 'inbox', title: 'Nobody is archived', text, action: null }
  }
  const text = {
    customer: 'Add one here, or together with the first order.',
    employee: 'Add who makes the garments, and give them their orders.',
  }[word]
  const action = { href: `${path}/new`, label: `New ${word}`, icon: 'user-plus' } as const
  return { icon: 'users', title: `No ${word}s yet`, text, action }
}

function nobodyMatches(word: Word, path: string, search: string, archived: true | null): Empty {
  const text = 'A part of the name or of the phone number is enough.'
  const title = `Nobody matches “${search}”`
  if (archived) return { icon: 'search', title, text, action: null }
  const href = urlOf(`${path}/new`, { [fieldFor(search)]: search })
  const action = { href, label: `Add as a new ${word}`, icon: 'user-plus' } as const
  return { icon: 'search', title, text, action }
}

/** Where in the form of somebody new the words of a search belong. */
function fieldFor(search: string): 'name' | 'phoneNumber' | 'email' {
  if (/^[\d\s()+./-]+$/.test(search)) return 'phoneNumber'
  return search.includes('@') ? 'email' : 'name'
}
