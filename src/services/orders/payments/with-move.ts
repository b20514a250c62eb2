// Records a payment together with a status change, such as the final payment and the handover.
import type { Payment, PaymentInput } from '../../../schemas/orders/payments.ts'
import { expectMay } from '../../access/rights.ts'
import type { Change } from '../../shared/change.ts'
import { setOrderStatus } from '../status.ts'
import { recordPayment } from './index.ts'

/** @throws Refusal `forbidden`, and those of `recordPayment` and `setOrderStatus` */
export async function recordPaymentAndMove(
  change: Change,
  orderId: number,
  { status, ...input }: PaymentInput,
): Promise<Payment> {
  if (status) expectMay(change, 'orders.move')
  const payment = await recordPayment(change, orderId, input)
  if (status) await setOrderStatus(change, orderId, { status })
  return payment
}
