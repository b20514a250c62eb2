// RFC 3339 timestamps: validation and storage form. Date and Temporal alone would accept a space, or no seconds, or no
// zone.

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i

/** Also false for impossible days and for second 60, which no clock here has. */
export function isMoment(text: string): boolean {
  const [, year, month, day] = RFC_3339.exec(text) ?? []
  if (day === undefined || Number.isNaN(Date.parse(text.toUpperCase()))) return false
  // Date reads February 30 as March 2.
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return date.toISOString().startsWith(`${year}-${month}-${day}`)
}

/** In UTC with milliseconds, limited to years of four digits: only those sort as text. */
export const storedMoment = (moment: string | number): string =>
  new Date(Math.min(Math.max(new Date(moment).getTime(), EARLIEST), LATEST)).toISOString()

const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z')
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')
