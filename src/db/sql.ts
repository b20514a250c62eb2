// The `sql` tag: text and values apart, so that no value ever becomes part of a statement's text.

/** What a statement may bind. Booleans are stored as 0 and 1, so they are not among them. */
export type Value = string | number | bigint | null | Uint8Array

export class Sql {
  /** @param postgres the text for PostgreSQL, where it differs: see `perEngine` */
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly Value[],
    readonly postgres: readonly string[] = strings,
  ) {}

  /** The statement for an engine; `placeholder` gets the 1-based position of a value. */
  text(placeholder: (position: number) => string, strings = this.strings): string {
    return strings.reduce((text, part, index) => text + placeholder(index) + part)
  }
}

const plain = new WeakMap<readonly string[], string>()
const numbered = new WeakMap<readonly string[], string>()

/** The statement with `?` for every value, kept per template so that it is put together once. */
export function textOf(query: Sql): string {
  const known = plain.get(query.strings)
  if (known !== undefined) return known
  const text = query.text(() => '?')
  plain.set(query.strings, text)
  return text
}

/** The statement as PostgreSQL takes it, with `$1`, `$2`, ... */
export function postgresTextOf(query: Sql): string {
  const known = numbered.get(query.postgres)
  if (known !== undefined) return known
  const text = query.text((position) => `$${position}`, query.postgres)
  numbered.set(query.postgres, text)
  return text
}

/** A fragment that each engine spells in its own way, with the same values in the same order. */
export function perEngine(spelling: { sqlite: Sql; postgres: Sql }): Sql {
  const { sqlite, postgres } = spelling
  const same = sqlite.values.every((value, at) => value === postgres.values[at])
  if (!same || sqlite.values.length !== postgres.values.length) {
    throw new TypeError('Both spellings of a fragment must have the same values in the same order')
  }
  return new Sql(sqlite.strings, sqlite.values, postgres.postgres)
}

/**
 * Builds a query: sql`SELECT * FROM orders WHERE id = ${id} ${condition}`.
 * A value becomes a bound parameter; a nested `Sql` becomes part of the text.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly (Value | Sql)[]): Sql {
  if (!parts.some((part) => part instanceof Sql)) return new Sql(strings, parts as Value[])
  return flatten(strings, parts)
}

/** What a template was put together to last time, and of which fragments. */
interface Merged {
  fragments: readonly (Sql | undefined)[]
  strings: readonly string[]
  postgres: readonly string[]
}

/**
 * By template. A query that a service asks again and again is the same text each time; as one and the same array it is
 * also found at once among the prepared statements.
 */
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

/** Nothing at all: the fragment for "no condition". */
export const empty = new Sql([''], [])

/** Joins fragments: `join([a, b], ' AND ')`. The separator is program text, never input. */
export function join(fragments: readonly Sql[], separator: string): Sql {
  if (fragments.length === 0) return empty
  return flatten(separated(fragments.length, separator), fragments)
}

const separators = new Map<string, readonly string[]>()

/** One array for each separator and number of parts: see `lastMerged`. */
function separated(parts: number, separator: string): readonly string[] {
  const key = `${parts} ${separator}`
  const known = separators.get(key)
  if (known !== undefined) return known
  const strings = ['', ...Array.from({ length: parts - 1 }, () => separator), '']
  if (separators.size < 1_000) separators.set(key, strings)
  return strings
}

/** A list of values for IN: sql`status IN (${list(statuses)})`. An empty list matches nothing. */
export function list(values: readonly Value[]): Sql {
  if (values.length === 0) return new Sql(['NULL'], [])
  return new Sql(separated(values.length, ', '), values)
}

/** WHERE with all conditions, or nothing when there are none. */
export function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`
}

/** An identifier from outside (a sort column), taken only when `allowed` names it. */
export function identifier<Name extends string>(name: Name, allowed: readonly Name[]): Sql {
  if (!allowed.includes(name)) throw new TypeError(`"${name}" is not an allowed identifier`)
  return new Sql([name], [])
}
