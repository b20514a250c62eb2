// Invalid query strings of pages: explains a bad filter or page number, and links to the list without it.
import type { FastifyRequest } from 'fastify'
import type { Link } from '../../views/contexts/parts.ts'
import type { Problem } from './problem-details.ts'

const CODES = new Set(['invalid_parameter', 'invalid_cursor', 'contradicting_parameters'])

/** Paging parameters; all others are filters. */
const PAGING: Record<string, string> = {
  page: 'Pages have the numbers 1 to 100. Search or filter to see what comes later.',
  cursor: 'This link to a part of the list is not whole, or too old.',
  limit: 'A page can show 1 to 200 rows.',
}

/** `undefined` if the address is not the cause. Only programs are told the allowed values. */
export function wrongAddress(
  { method, originalUrl }: Pick<FastifyRequest, 'method' | 'originalUrl'>,
  problem: Pick<Problem, 'code' | 'errors'>,
): { detail: string; way: Link } | undefined {
  if (method !== 'GET' || !CODES.has(problem.code)) return undefined
  const [path = '/', query] = originalUrl.split('?')
  const pointers = problem.errors?.map(({ pointer }) => pointer.slice(1)) ?? ['cursor']
  const names = [...new Set(pointers)].filter((name) => name !== '')
  const filters = names.filter((name) => !(name in PAGING))
  if (filters.length > 0) return { detail: wrongFilters(filters), way: whole(path) }
  const sentences = names.map((name) => PAGING[name])
  return { detail: sentences.join(' '), way: firstPage(path, query) }
}

const wrongFilters = (names: readonly string[]) =>
  `Part of this address is not right: ${names.map(inWords).join(', ')}.`

/** 'dueFrom' -> 'due from' */
const inWords = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const whole = (path: string): Link => ({ href: path, label: 'Show the whole list' })

function firstPage(path: string, query: string | undefined): Link {
  const kept = new URLSearchParams(query)
  for (const name of Object.keys(PAGING)) kept.delete(name)
  return { href: kept.size > 0 ? `${path}?${kept}` : path, label: 'Go to the first page' }
}
