// Content rules of the source tree: what the text of a layer's files must not mention.
import { layerOf, type Rule } from './rule.ts'

const TABLE = /\bCREATE (?:\w+ )?TABLE (?:IF NOT EXISTS )?(\w+)/g
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm
const IMPORT = /\bfrom '[^']*'/g
const TEXT = /'[^'\n]*'|`[^`]*`/g

const STATUS_LISTS = 'src/schemas/orders/status.ts'
const STATUS_LIST = /pending'?, ?'?in_progress'?, ?'?ready|unpaid'?, ?'?partial|'9999'/

/** Names of the shop's tables in string literals, which may be SQL. */
function tablesIn(text: string, tables: ReadonlySet<string>): string[] {
  const code = text.replaceAll(COMMENT, '').replaceAll(IMPORT, '')
  const words = [...code.matchAll(TEXT)].flatMap(([quoted]) => quoted.match(/\w+/g) ?? [])
  return [...new Set(words)].filter((word) => tables.has(word))
}

export const CONTENT_RULES: readonly Rule[] = [
  {
    key: 'tables',
    name: 'lib and db know nothing of the shop',
    remedy: 'move what names the table to the area that owns it, or take it as an argument',
    check: ({ files }) => {
      const migrations = [...files].filter(([file]) => file.startsWith('migrations/'))
      const tables = new Set(
        migrations.flatMap(([, text]) => [...text.matchAll(TABLE)].map(([, name = '']) => name)),
      )
      return [...files]
        .filter(([file]) => ['lib', 'db'].includes(layerOf(file) ?? ''))
        .map(([file, text]) => ({ file, named: tablesIn(text, tables) }))
        .filter(({ named }) => named.length > 0)
        .map(({ file, named }) => ({ file, does: `names ${named.join(', ')}` }))
    },
  },
  {
    key: 'status lists',
    name: 'lists of statuses and the missing deadline are written in schemas/orders/status.ts only',
    remedy:
      'use OPEN_STATUSES, OPEN_FILTER, OWING_STATUSES or NO_DEADLINE, in SQL those of status-sql.ts',
    check: ({ files }) =>
      [...files]
        .filter(([file]) => /^(src|bench|scripts)\//.test(file) && file !== STATUS_LISTS)
        .filter(([, text]) => STATUS_LIST.test(text))
        .map(([file]) => ({ file, does: 'writes one out' })),
  },
  {
    key: 'http',
    name: 'no HTTP below plugins',
    remedy: 'take what is needed of the request as an argument',
    check: ({ files }) =>
      [...files]
        .filter(([file]) => ['lib', 'db', 'schemas', 'services'].includes(layerOf(file) ?? ''))
        .filter(([, text]) => /\bfrom '(@fastify\/|fastify['-])/.test(text))
        .map(([file]) => ({ file, does: 'imports Fastify' })),
  },
]
