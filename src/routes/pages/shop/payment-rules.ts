// Payment rules page (methods, deposit, when to require payment): /admin/settings/payments.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../../db/database.ts'
import { Problems } from '../../../lib/errors/input-problems.ts'
import { formatLocalAmount, formatLocalNumber } from '../../../lib/money/local-format.ts'
import type { NumberLocale } from '../../../lib/money/number-separators.ts'
import { parseTypedNumber } from '../../../lib/money/typed-numbers.ts'
import { PAYMENT_METHODS } from '../../../schemas/shop/payment-methods.ts'
import {
  DEPOSIT_KINDS,
  type DepositKind,
  PaymentRulesInput,
} from '../../../schemas/shop/payment-rules.ts'
import { checked } from '../../../schemas/validation/validator.ts'
import {
  findPaymentRules,
  paymentRulesJson,
  updatePaymentRules,
} from '../../../services/shop/payment-rules.ts'
import { findSettings } from '../../../services/shop/settings/read.ts'
import {
  type ByField,
  type Form,
  formOf,
  inputOf,
  type Refused,
  submitForm,
  valuesOf,
} from '../forms.ts'

const config = { permission: 'settings.write' } as const
const PATH = '/admin/settings/payments'

const paymentRules: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, async (_request, reply) => rulesPage(reply, await storedValues(app.db)))

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    return submitForm(
      reply,
      async () => {
        const input = rulesIn(form, await findSettings(app.db))
        const version = Number(form.version)
        return request.change((change) => updatePaymentRules(change, input, version))
      },
      () => reply.flash('success', 'Payment rules saved.').redirect(PATH, 303),
      async (refused) => {
        const values = valuesOf(form)
        // After a stale save the form gets the current version, so that saving again overwrites it.
        if (refused.refusal.kind === 'stale') {
          values.version = String((await findPaymentRules(app.db)).version)
        }
        return rulesPage(reply, values, refused)
      },
    )
  })
}

/** Unticked boxes are not sent, nor is a blank choice. */
function rulesIn(form: Form, place: NumberLocale): PaymentRulesInput {
  const { depositValue, ...input } = inputOf(form)
  const unticked = { methods: [], workNeedsDeposit: false, handoverNeedsPayment: false }
  const problems = new Problems()
  // The value is an amount or a percentage, depending on the kind chosen beside it.
  const kind = input.depositKind
  const deposit =
    typeof depositValue === 'string' && (kind === 'amount' || kind === 'percent')
      ? problems.take(() => parseTypedNumber(kind, depositValue, place, '/depositValue'))
      : ''
  const typed = { ...unticked, ...input, depositValue: deposit ?? '' }
  const rules = problems.take(() => checked(PaymentRulesInput, typed))
  return problems.results({ rules }).rules
}

/** Stored payment rules as form values. */
async function storedValues(db: Reader): Promise<ByField> {
  const { methods, depositValue, ...rules } = paymentRulesJson(await findPaymentRules(db))
  const deposit = depositIn(rules.depositKind, depositValue, await findSettings(db))
  const typed = Object.entries({ ...rules, depositValue: deposit }).map(([name, value]) => [
    name,
    String(value),
  ])
  const chosen = methods.map((method, index) => [`methods.${index}`, method])
  return valuesOf(Object.fromEntries([...typed, ...chosen]))
}

function depositIn(kind: DepositKind, deposit: string, place: NumberLocale): string {
  if (kind === 'amount') return formatLocalAmount(deposit, place)
  return deposit && formatLocalNumber(deposit, place.locale)
}

function rulesPage(reply: FastifyReply, values: ByField, refused?: Refused) {
  return reply.page('shop/settings/payments', {
    title: 'Payments',
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    methods: PAYMENT_METHODS,
    depositKinds: DEPOSIT_KINDS,
  })
}

export default paymentRules
