// Money section of an order's page: deposit, refund due, and required payments that prevent a move.
import type { Reader } from '../../../db/database.ts'
import type { OrderStatus } from '../../../schemas/orders/status.ts'
import { refundDueOf } from '../../../services/orders/cancellation.ts'
import { missingDeposit, requiredDeposit } from '../../../services/orders/payments/deposits.ts'
import { findClosedGate } from '../../../services/orders/payments/gates.ts'
import type { Order } from '../../../services/orders/types.ts'
import { findPaymentRules } from '../../../services/shop/payment-rules.ts'
import type { OrderMoney } from '../../../views/contexts/orders/index.ts'

/** @param to requested status, if any */
export async function orderMoney(db: Reader, order: Order, to?: OrderStatus): Promise<OrderMoney> {
  const rules = await findPaymentRules(db)
  const closed = to && findClosedGate(order, to, rules)
  return {
    methods: rules.methods,
    requiredDeposit: requiredDeposit(order.totalAmount, rules),
    missingDeposit: missingDeposit(order, rules),
    refundDue: refundDueOf(order),
    gate: closed && to ? { ...closed, to } : null,
  }
}
