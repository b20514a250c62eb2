// Possible duplicates in forms that add a customer: shown once, then saved as somebody else.
import type { Refusal } from '../../../lib/errors/refusal.ts'
import type { Duplicate } from '../../../schemas/people/customers.ts'
import type { Form } from '../forms.ts'

/** Ids that the form has shown already. */
export const knownDuplicates = ({ knownDuplicates: known }: Form): number[] =>
  String([known].flat().at(-1) ?? '')
    .split(' ', 50)
    .map(Number)
    .filter(Number.isSafeInteger)

/** The duplicates for which a form was refused; none for any other reason. */
export const duplicatesIn = ({ code, extras }: Refusal): readonly Duplicate[] =>
  code === 'possible_duplicate' ? (extras.members?.possibleDuplicates as Duplicate[]) : []
