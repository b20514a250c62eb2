// The `sql` tag: parameterized queries. Values are bound, never part of a statement's text.
import { BoundedCache } from '../lib/cache/bounded-cache.ts'

/** Bindable values. Booleans are stored as 0 and 1, so they are excluded. */
export type Value = string | number | bigint | null | Uint8Array

export class Sql {
  /** @param postgres the text for PostgreSQL, if different: see `perEngine` */
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly Value[],
    readonly postgres: readonly string[] = strings,
  ) {}

  /** @param placeholder gets the 1-based position of a value */
  text(placeholder: (position: number) => string, strings = this.strings): string {
    return strings.reduce((text, part, index) => text + placeholder(index) + part)
  }
}

const plain = new WeakMap<readonly string[], string>()
const numbered = new WeakMap<readonly string[], string>()

/** The statement with `?` placeholders, cached by template. */
export function textOf(query: Sql): string {
  const known = plain.get(query.strings)
  if (known !== undefined) return known
  const text = query.text(() => '?')
  plain.set(query.strings, text)
  return text
}

export function postgresTextOf(query: Sql): string {
  const known = numbered.get(query.postgres)
  if (known !== undefined) return known
  const text = query.text((position) => `$${position}`, query.postgres)
  numbered.set(query.postgres, text)
  return text
}

/** A fragment with a different text on each engine, and the same values in the same order. */
export function perEngine(spelling: { sqlite: Sql; postgres: Sql }): Sql {
  const { sqlite, postgres } = spelling
  const same = sqlite.values.every((value, at) => value === postgres.values[at])
  if (!same || sqlite.values.length !== postgres.values.length) {
    throw new TypeError('Both spellings of a fragment must have the same values in the same order')
  }
  return new Sql(sqlite.strings, sqlite.values, postgres.postgres)
}

/** Builds a query. Values become bound parameters, nested `Sql` becomes text. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Value | Sql)[]): Sql {
  if (!parts.some((part) => part instanceof Sql)) return new Sql(strings, parts as Value[])
  return flatten(strings, parts)
}

interface Merged {
  fragments: readonly (Sql | undefined)[]
  strings: readonly string[]
  postgres: readonly string[]
}

/** By template: a query that runs again yields the same array, by which prepared statements are found at once. */
const lastMerged = new WeakMap<readonly string[], Merged>()

function flatten(strings: readonly string[], parts: readonly (Value | Sql)[]): Sql {
  const last = lastMerged.get(strings)
  if (last !== undefined && parts.every((part, at) => isSameText(last.fragments[at], part))) {
    return new Sql(last.strings, valuesOf(parts), last.postgres)
  }
  const made = putTogether(strings, parts)
  const fragments = parts.map((part) => (part instanceof Sql ? part : undefined))
  lastMerged.set(strings, { fragments, strings: made.strings, postgres: made.postgres })
  return made
}

const isSameText = (known: Sql | undefined, part: Value | Sql): boolean =>
  part instanceof Sql
    ? known !== undefined && known.strings === part.strings && known.postgres === part.postgres
    : known === undefined

function valuesOf(parts: readonly (Value | Sql)[]): Value[] {
  const values: Value[] = []
  for (const part of parts) {
    if (part instanceof Sql) values.push(...part.values)
    else values.push(part)
  }
  return values
}

function putTogether(strings: readonly string[], parts: readonly (Value | Sql)[]): Sql {
  const differs = parts.some((part) => part instanceof Sql && part.postgres !== part.strings)
  const values = valuesOf(parts)
  const texts = merged(strings, parts, (part) => part.strings)
  if (!differs) return new Sql(texts, values)
  return new Sql(
    texts,
    values,
    merged(strings, parts, (part) => part.postgres),
  )
}

function merged(
  strings: readonly string[],
  parts: readonly (Value | Sql)[],
  spelling: (part: Sql) => readonly string[],
): string[] {
  const texts = [strings[0] ?? '']
  const append = (text = '') => {
    texts[texts.length - 1] += text
  }
  parts.forEach((part, index) => {
    const after = strings[index + 1] ?? ''
    if (part instanceof Sql) {
      const [first, ...others] = spelling(part)
      append(first)
      texts.push(...others)
      append(after)
    } else texts.push(after)
  })
  return texts
}

export const empty = new Sql([''], [])

/** Joins fragments: `join([a, b], ' AND ')`. The separator is program text, never input. */
export function join(fragments: readonly Sql[], separator: string): Sql {
  if (fragments.length === 0) return empty
  return flatten(separated(fragments.length, separator), fragments)
}

const separators = new BoundedCache<string, readonly string[]>(500)

/** One array for each separator and number of parts: see `lastMerged`. */
function separated(parts: number, separator: string): readonly string[] {
  const key = `${parts} ${separator}`
  return (
    separators.get(key) ??
    separators.set(key, ['', ...Array.from({ length: parts - 1 }, () => separator), ''])
  )
}

/** Concatenates fragments, for long statements made of a few texts many times. */
export function concat(fragments: readonly Sql[]): Sql {
  const key = fragments.map(({ strings, postgres }) => `${idOf(strings)} ${idOf(postgres)}`).join()
  const known = concatenated.get(key)
  if (known !== undefined) return new Sql(known.strings, valuesOf(fragments), known.postgres)
  return concatenated.set(key, putTogether(Array(fragments.length + 1).fill(''), fragments))
}

const concatenated = new BoundedCache<string, Sql>(100)

const ids = new WeakMap<readonly string[], number>()
let lastId = 0

function idOf(strings: readonly string[]): number {
  const known = ids.get(strings)
  if (known !== undefined) return known
  lastId += 1
  ids.set(strings, lastId)
  return lastId
}

/** Values for IN: sql`status IN (${list(statuses)})`. An empty list matches nothing. */
export function list(values: readonly Value[]): Sql {
  if (values.length === 0) return new Sql(['NULL'], [])
  return new Sql(separated(values.length, ', '), values)
}

/**
 * Rows for LIMIT or OFFSET. With a bare parameter SQLite prepares the statement at each run, because its planner looks
 * at the value: 150 µs for a long one.
 */
export const rowCount = (rows: number): Sql => sql`CAST(${rows} AS BIGINT)`

export function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`
}

/** An identifier from input (a sort column), refused unless `allowed` contains it. */
export function identifier<Name extends string>(name: Name, allowed: readonly Name[]): Sql {
  if (!allowed.includes(name)) throw new TypeError(`"${name}" is not an allowed identifier`)
  return new Sql([name], [])
}

/** A fragment that reads a table by its alias; built once for each alias, so that statements stay prepared. */
export function byAlias<Alias extends string>(
  allowed: readonly Alias[],
  build: (alias: Sql) => Sql,
): (alias: Alias) => Sql {
  const fragments = new Map<string, Sql>(allowed.map((name) => [name, build(new Sql([name], []))]))
  return (alias) => {
    const fragment = fragments.get(alias)
    if (!fragment) throw new TypeError(`"${alias}" is not an allowed alias`)
    return fragment
  }
}
