// Error codes of conflicts (409) with business rules or the current state.

export interface ProblemCode {
  statuses: readonly number[]
  means: string
  remedy: string
}

export const code = (
  status: number | readonly number[],
  means: string,
  remedy: string,
): ProblemCode => ({ statuses: [status].flat(), means, remedy })

const READ = 'Read the order again: it shows how things stand now.'

export const CONFLICTS: Readonly<Record<string, ProblemCode>> = {
  illegal_transition: code(
    409,
    'An order cannot move from its status to this one.',
    '`allowed` names the statuses that may follow.',
  ),
  ledger_contradicts: code(
    409,
    'The payments of the order say another payment status.',
    'Record a payment or a refund: the payment status follows.',
  ),
  phone_missing: code(
    409,
    'The account has no phone number, by which the shop reaches its customer.',
    'Add one with `PUT /api/users/me`.',
  ),
  more_than_issued: code(
    409,
    'More is given back than the item has of that material.',
    '`left` says how much can be given back.',
  ),
  item_has_material: code(
    409,
    'Material was issued to the item, so it cannot be removed.',
    'Give the material back first, or keep the item.',
  ),
  second_factor_on: code(
    409,
    'The second factor is on already.',
    'Turn it off first, to set it up on another phone.',
  ),
  second_factor_off: code(409, 'The second factor is off already.', 'There is nothing to do.'),
  second_factor_not_begun: code(
    409,
    'There is no set-up of a second factor to confirm.',
    'Begin it with `POST /api/users/me/second-factor`.',
  ),
  possible_duplicate: code(
    409,
    'There may be such a customer already.',
    '`possibleDuplicates` names them. Use one of them, or send the request without `unique`.',
  ),
  customer_merged: code(
    409,
    'The record was merged into another one.',
    '`mergedInto` says which. Use that one.',
  ),
  merge_under_way: code(
    409,
    'Orders of another merge are still moving from one record to the other.',
    'Wait a moment, then send the request again.',
  ),
  customer_has_account: code(
    409,
    'The customer has an account already; one has at most one.',
    'Take the customer off that account (`PUT /api/users/{id}`) first.',
  ),
  claim_not_proven: code(
    409,
    'The tracking link alone does not prove that the customer is you.',
    'Ask the shop for a code, and send that as `code`.',
  ),
  customer_erased: code(409, 'The customer was erased.', 'Add a new customer.'),
  customer_has_open_orders: code(
    409,
    'The customer has open orders, or owes something; `orders` has their ids.',
    'Finish or cancel those first.',
  ),
  customer_archived: code(409, 'The customer is archived.', 'Restore the customer first.'),
  two_accounts: code(
    409,
    'Both customers have an account, and a customer has at most one.',
    'Take the customer off one of the accounts (`PUT /api/users/{id}`) first.',
  ),
  role_fixed: code(
    409,
    'This role stays as it is.',
    'Add a role of the shop with `POST /api/roles`, and give accounts that one.',
  ),
  role_name_taken: code(409, 'There is a role with this name.', 'Choose another name.'),
  role_in_use: code(
    409,
    'Accounts have this role; `users` tells how many.',
    'Give them another role first.',
  ),
  key_name_taken: code(409, 'There is an API key with this name.', 'Choose another name.'),
  key_revoked: code(409, 'The API key is revoked, and stays so.', 'Make another one.'),
  exceeds_balance: code(
    409,
    'The amount is more than the balance.',
    '`balance` says how much it is. Record at most that.',
  ),
  exceeds_paid: code(
    409,
    'The refund is more than was paid.',
    '`paidAmount` says what was paid. Refund at most that.',
  ),
  exceeds_refund_due: code(
    409,
    'This cancelled order has a cancellation fee.',
    'Refund at most `refundDue`, or change `retainedAmount` first.',
  ),
  order_cancelled: code(
    409,
    'A cancelled order takes no payments.',
    'Move it back to `pending` first, if it is to be made after all.',
  ),
  open_work: code(
    409,
    'The employee has open orders: `orderIds` names the first 200, `orderCount` says how many.',
    'Hand them over with `POST /api/employees/{id}/reassign`; its `archive` does both in one step.',
  ),
  order_archived: code(409, 'The order is archived.', 'Restore it first.'),
  deposit_required: code(
    409,
    'Work does not start while some of the deposit is missing.',
    '`missingDeposit` says how much. Record it, or pass with an `overrideReason`, which needs `orders.override`.',
  ),
  balance_due: code(
    409,
    'An order is not handed over while it has a balance.',
    '`balance` says how much. Record it, or pass with an `overrideReason`, which needs `orders.override`.',
  ),
  already_reversed: code(409, 'This entry is already reversed.', READ),
  reversal_of_reversal: code(409, 'A reversal cannot be reversed.', 'Record the payment again.'),
  money_used: code(409, 'Money of this payment was refunded since.', 'Reverse that refund first.'),
  undo_refused: code(
    409,
    'This cannot be undone, or not any more.',
    '`reason` says why: `not_undoable`, `not_yours`, `too_late`, `already_undone` or `overtaken`.',
  ),
  total_below_paid: code(
    409,
    'The new total would be below what was paid.',
    'Record a refund first.',
  ),
  too_many_images: code(
    409,
    'The order or product would have more photos than the shop allows.',
    'Delete photos that are not needed.',
  ),
  email_taken: code(
    409,
    'There is already an account with this e-mail.',
    'Sign in with it, or use another address.',
  ),
  currency_in_use: code(
    409,
    'There are orders with prices in the currency of the shop.',
    'Keep the currency: amounts would mean something else in another.',
  ),
  last_admin: code(
    409,
    'Nobody else could administer the shop.',
    'Make another account an owner first.',
  ),
  not_set_up: code(
    409,
    'The shop is not set up yet.',
    'Open the link that the program printed at its first start.',
  ),
}
