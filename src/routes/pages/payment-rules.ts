// /admin/settings/payments: how the shop is paid, the deposit it asks for, and what waits for the money.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Reader } from '../../db/database.ts'
import { PAYMENT_METHODS } from '../../schemas/order-status.ts'
import { DEPOSIT_KINDS, PaymentRulesInput } from '../../schemas/payment-rules.ts'
import { ADMIN } from '../../schemas/roles.ts'
import { checked } from '../../schemas/validation.ts'
import { findPaymentRules, tellRules, updatePaymentRules } from '../../services/payment-rules.ts'
import {
  amountTyped,
  type ByField,
  type Form,
  formOf,
  inputOf,
  type Refused,
  submitted,
  valuesOf,
} from './forms.ts'

const config = { roles: ADMIN }
const PATH = '/admin/settings/payments'

const paymentRules: FastifyPluginAsyncTypebox = async (app) => {
  app.get(PATH, { config }, async (_request, reply) => rulesPage(reply, await storedValues(app.db)))

  app.post(PATH, { config }, (request, reply) => {
    const form = formOf(request)
    return submitted(
      reply,
      () => {
        const input = checked(PaymentRulesInput, rulesIn(form))
        const version = Number(form.version)
        return request.change((change) => updatePaymentRules(change, input, version))
      },
      () => reply.flash('success', 'The rules are saved. They hold at once.').redirect(PATH, 303),
      async (refused) => {
        const values = valuesOf(form)
        // After a stale save the next one is meant: it goes over the version that is there now.
        if (refused.refusal.kind === 'stale') {
          values.version = String((await findPaymentRules(app.db)).version)
        }
        return rulesPage(reply, values, refused)
      },
    )
  })
}

/** A box that is not ticked is not sent, and a choice that was left empty neither. */
function rulesIn(form: Form): Record<string, unknown> {
  const { depositValue = '', ...input } = inputOf(form)
  const unticked = { methods: [], workNeedsDeposit: false, handoverNeedsPayment: false }
  return { ...unticked, ...input, depositValue: amountTyped(String(depositValue)) }
}

/** The rules as the form shows them. */
async function storedValues(db: Reader): Promise<ByField> {
  const { methods, ...rules } = tellRules(await findPaymentRules(db))
  const typed = Object.entries(rules).map(([name, value]) => [name, String(value)])
  const chosen = methods.map((method, index) => [`methods.${index}`, method])
  return valuesOf(Object.fromEntries([...typed, ...chosen]))
}

function rulesPage(reply: FastifyReply, values: ByField, refused?: Refused) {
  return reply.page('settings/payments', {
    title: 'Payments',
    values,
    errors: refused?.errors ?? null,
    problem: refused?.message ?? null,
    methods: PAYMENT_METHODS,
    depositKinds: DEPOSIT_KINDS,
  })
}

export default paymentRules
