// Role form: permissions as groups of checkboxes, and limits as typed values.
import { formatLocalNumber } from '../../../../lib/money/local-format.ts'
import { formatPercent } from '../../../../lib/money/percents.ts'
import { PERMISSION_GROUPS, type Permission } from '../../../../schemas/access/permissions.ts'
import { PERCENT_DIGITS } from '../../../../schemas/shared/percents.ts'
import type { Settings } from '../../../../schemas/shop/settings.ts'
import { limitTexts } from '../../../../services/access/roles/index.ts'
import type { Viewer } from '../../../../services/access/viewers.ts'
import type { Limits } from '../../../../services/shared/change.ts'
import { formatsFor } from '../../../../views/helpers/formats.ts'
import type { Form } from '../../forms.ts'

/** Names of the ticked boxes. */
export const chosenIn = ({ permissions }: Form): string[] =>
  [permissions].flat().filter((name) => name !== undefined)

/** The boxes; those that the viewer may not grant are disabled. */
export const groupsOf = ({ permissions: own }: Viewer, chosen: readonly string[]) =>
  PERMISSION_GROUPS.map(({ title, permissions }) => ({
    title,
    permissions: Object.entries(permissions).map(([name, label]) => ({
      name,
      label,
      checked: chosen.includes(name),
      disabled: !own.includes(name as Permission),
    })),
  }))

/** Limits as the form holds them. */
export function limitValues(limits: Limits, { currency, locale }: Settings) {
  const { discount, refund } = limitTexts(limits, currency)
  const typed = (text: string | null) => (text === null ? '' : formatLocalNumber(text, locale))
  return { 'limits.discount': typed(discount), 'limits.refund': typed(refund) }
}

/** Limits in words: "discounts up to 10 %, refunds up to £50.00". */
export function limitWords({ discount, refund }: Limits, settings: Settings): string {
  const fmt = formatsFor(settings)
  return [
    ...(discount === null
      ? []
      : [
          `discounts up to ${formatLocalNumber(formatPercent(discount, PERCENT_DIGITS), settings.locale)} %`,
        ]),
    ...(refund === null ? [] : [`refunds up to ${fmt.money(refund)}`]),
  ].join(', ')
}
