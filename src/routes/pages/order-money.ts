// What the page of an order says of money beside its ledger: the deposit, what goes back, and what stands against a move.
import type { Reader } from '../../db/database.ts'
import type { OrderStatus, PaymentMethod } from '../../schemas/order-status.ts'
import { missingDeposit, requiredDeposit } from '../../services/deposits.ts'
import { refundDueOf } from '../../services/order-cancellation.ts'
import { type ClosedGate, gateAgainst } from '../../services/order-gates.ts'
import type { Order } from '../../services/order-types.ts'
import { findPaymentRules } from '../../services/payment-rules.ts'

/** Amounts are smallest units. */
export interface OrderMoney {
  /** The ways to pay that the shop offers. */
  methods: readonly PaymentMethod[]
  requiredDeposit: number
  missingDeposit: number
  /** Of a cancelled order: what is still to be given back. */
  refundDue: number
  gate: (ClosedGate & { to: OrderStatus }) | null
}

/** @param to where somebody wants to move the order, if anywhere */
export async function orderMoney(db: Reader, order: Order, to?: OrderStatus): Promise<OrderMoney> {
  const rules = await findPaymentRules(db)
  const closed = to && gateAgainst(order, to, rules)
  return {
    methods: rules.methods,
    requiredDeposit: requiredDeposit(order.totalAmount, rules),
    missingDeposit: missingDeposit(order, rules),
    refundDue: refundDueOf(order),
    gate: closed && to ? { ...closed, to } : null,
  }
}
