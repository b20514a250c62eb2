// Draft storage of this device (localStorage), for all users of the device.

export interface Draft {
  /** Account and form address: offered to nobody else. */
  of: string
  /** The form's idempotency key, kept so that a draft sent twice is one order. */
  key: string
  at: number
  fields: [name: string, value: string][]
}

const LONGEST = 7 * 86_400_000
const MOST = 20
const MOST_CHARACTERS = 100_000

/** Storage may be forbidden, full, or hold foreign data: the form works without it. */
export function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Oldest first. */
export function findDrafts(): Draft[] {
  const all: unknown = attempt(() => JSON.parse(localStorage.drafts))
  return Array.isArray(all) ? all.filter(isDraft) : []
}

function isDraft(value: unknown): value is Draft {
  const { of, key, at, fields } = (value ?? {}) as Partial<Draft>
  const age = Date.now() - Number(at)
  return (
    typeof of === 'string' &&
    typeof key === 'string' &&
    // A clock that was set back must not keep it for ever.
    Math.abs(age) < LONGEST &&
    Array.isArray(fields) &&
    fields.every(isField)
  )
}

const isField = (field: unknown) =>
  Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === 'string')

/** Makes `draft` the newest and drops the oldest to make room. A draft too long by itself is not stored. */
export function keepDraft(draft: Draft): void {
  const all = findDrafts().filter(({ key }) => key !== draft.key)
  const isTooLong = JSON.stringify([draft]).length > MOST_CHARACTERS
  const kept = isTooLong ? all : [...all, draft]
  while (kept.length > MOST || JSON.stringify(kept).length > MOST_CHARACTERS) kept.shift()
  write(kept)
}

export const dropDraft = (dropped: string): void =>
  write(findDrafts().filter(({ key }) => key !== dropped))

function write(drafts: Draft[]): void {
  attempt(() => {
    if (drafts.length > 0) localStorage.drafts = JSON.stringify(drafts)
    else localStorage.removeItem('drafts')
  })
}
