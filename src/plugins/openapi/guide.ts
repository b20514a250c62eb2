// OpenAPI guide: the description of conventions that hold for all operations.
import { codesByStatus } from '../../schemas/problems/codes.ts'

export const TITLE = 'Hemline'

const codes = codesByStatus()
  .map(([status, names]) => `| ${status} | ${names.map((name) => `\`${name}\``).join(', ')} |`)
  .join('\n')

export const GUIDE = `The order book of a boutique: customers, employees, orders with items, photos and payments.

## Sign in
\`POST /api/auth/login\` answers an access token. Send it as \`Authorization: Bearer <accessToken>\`.
Before it expires (\`expiresIn\` seconds), exchange the refresh token at \`POST /api/auth/refresh\`; each is good once.
A disabled account, a sign-out or a new password ends tokens at once: then every answer is 401.

Each operation names the permission that it needs in \`x-permission\` (\`account\`: for everybody who is signed in, not for API keys) and
the tiers of accounts that can have it in \`x-roles\`. A role is a set of permissions (\`GET /api/roles\`,
\`GET /api/permissions\`); its tier, the \`role\` of an account, is \`admin\` for owners, \`staff\`, or \`customer\`, who
reads their own orders. A 403 names the missing \`permission\`. What is not yours is 404, as if it did not exist.

## Get a key
A program that works for the shop has an API key of its own, and nobody's password: an owner makes it at \`/admin/keys\`, or
\`POST /api/keys\` does. It is shown once; send it as \`Authorization: Bearer hml_...\`. A key may do exactly what its
\`scopes\` name, the same words as \`x-permission\`: a 403 tells the missing one as \`permission\`. What is about one's own
account (\`account\`) is not for keys: 403 \`not_for_keys\`. A key may have an end (then 401 \`key_expired\`) and addresses from
which it may be used (else 403 \`address_not_allowed\`); revoked, it is 401 \`invalid_key\` at once, and its open streams end.
Nobody can give a key more than they have, and it takes over the limits for discounts and refunds that its maker has
then. It belongs to the shop: it goes on when its maker leaves. Each key has a limit of requests and idempotency keys of its
own, and events name it as the author: \`Website (API key)\`, with \`actorId\` null.

## Take an order
1. \`POST /api/orders\` with a new \`customer\` (or a \`customerId\` of \`GET /api/customers?search=\`) and \`items\`.
2. \`POST /api/orders/{id}/images\` with photos, as multipart/form-data; or send them with the order: multipart/form-data with the
   JSON in the field \`order\`.
3. \`POST /api/orders/{id}/payments\` for what was paid.
4. \`PUT /api/orders/{id}/status\` as the work goes on: \`pending\`, \`in_progress\`, \`ready\`, \`completed\`, or \`cancelled\`.

## Sell from stock
\`GET /api/products\` lists what the shop offers, to everybody; with \`products.read\` also cost, supplier, stock and
material. Each product has at least one variant, and stock lives there only: \`available\` is \`stock\` less what buyers
keep who are paying. Stock changes by \`POST /api/variants/{id}/movements\`, by orders and by counts
(\`/api/stock-counts\`), and each change is a movement with its reason. Quantities are numbers with at most three decimals,
whole ones for pieces. What is not there is 409 \`out_of_stock\`; \`short\` names every such line with what is left.

## Sell online
A cart belongs to the account that is signed in, or to a guest: the first \`POST /api/cart/items\` answers a \`cartToken\`,
which later requests send as \`Cart-Token\`. \`POST /api/checkout\` turns it into an order in one transaction, at the prices
that the buyer has seen, and answers a \`trackingUrl\`. Opening hours, delivery methods and the words of the storefront are
settings (\`/api/settings\`). A storefront that is switched off answers 404.

## Money
\`GET /api/payment-rules\` says which ways to pay the shop offers, which deposit it asks for, and what waits for the money.
The rows of an order's ledger are never edited: \`deposit\` and \`payment\` less \`refund\` are always \`paidAmount\`. A
mistake is taken back with \`POST /api/orders/{id}/payments/{paymentId}/reversal\`, which adds a row with \`reversesId\`.
What you have just done yourself can be undone for ten minutes with \`POST /api/undos\`.

## Values
- **Amounts** are decimal strings with exactly the decimals of the shop's currency: \`"125.50"\`. Input takes a string or
  a number with no more decimals than that. Totals are always counted by the server.
- **Prices**: an item is \`quantity\` times \`unitPrice\` less its \`discount\`; their sum is the \`subtotal\`, less the order's
  own \`discount\`. A discount is \`{"percent": "10"}\` or \`{"amount": "5.00"}\`, and \`null\` for none. With \`taxMode\`
  \`inclusive\` the tax is contained in that, with \`exclusive\` it is added; \`netAmount\` plus \`taxAmount\` is always
  \`totalAmount\`. Every step is rounded half up to the smallest unit: 10 % off 3 x 33.33 is 89.99. An order keeps the
  tax that the shop had when it was taken.
- **Times** are RFC 3339 in UTC with milliseconds: \`2026-11-02T09:30:00.000Z\`.
- **Days** (\`2026-12-01\`) are days of the shop's time zone, from midnight to midnight there. A deadline is a day, and
  then means the end of it, or a moment.
- **Unknown fields and parameters are refused**, never ignored: a parameter with 400 and the known ones. Parameters that
  contradict each other (\`from\` after \`to\`) are 422. In a change, fields that are left out stay as they are and \`null\`
  empties a field.
- **Several values** of a parameter are sent as \`status=pending&status=ready\` or \`status=pending,ready\`.

## Lists
A list answers \`{"data": [...], "nextCursor": "..."}\`. Ask again with \`cursor\` set to \`nextCursor\`, and otherwise the same
parameters, until it is \`null\`; the \`Link\` header with \`rel="next"\` is the same as an address. \`limit\` is 50 unless
given, 200 at most. \`total=true\` adds the number of all rows. Instead of a cursor, \`page\` counts from 1.
What belongs to an order (\`/events\`, \`/payments\`, \`/images\` behind its address) comes in pages of the same kind.
Only \`nextCursor\` tells the end: a page of orders may hold fewer than \`limit\`, or none, where very many had to be looked
at for it.

To keep a copy in step, ask \`GET /api/orders\` and \`GET /api/customers\` with \`updatedSince\`: what changed since then
comes in the order of its changes. \`externalReference\` and \`metadata\` hold what your own program calls a thing.

Whole lists come as CSV files from \`GET /api/orders/export/csv\`, \`/api/customers/export/csv\`,
\`/api/products/export/csv\` and \`/api/payments/export/csv\`, with the filters of the list and of any length. Old books go in at
\`POST /api/customers/import/csv\` and \`POST /api/orders/import/csv\`, first with \`dryRun=true\`.

## Do not lose, do not overwrite
- **Idempotency-Key**: send a new random key (a UUID) with each POST but those of sign-in. When no answer comes, send the same request with the
  same key again: it is carried out once, and the answer is the first one with \`Idempotency-Replayed: true\`. Keys are
  kept for 30 days, per account or API key. The same key with another body is 422.
- **ETag and If-Match**: a single customer, employee, order or account comes with an \`ETag\`. Send it back as \`If-Match\` with
  a change: if somebody else was faster the answer is 412 and nothing is changed. A weak tag (\`W/"3"\`) counts, too: some
  proxies make it so. Without \`If-Match\` the last one wins.

## When something is refused
Errors are problem details (RFC 9457, \`application/problem+json\`): \`code\` is for programs and never changes, \`detail\` is a
sentence for a person, \`type\` is an address of this shop that explains the code (all of them: \`/problems\`), and
\`requestId\` finds the request in the log; every answer has it as \`Request-Id\`. For input \`errors\` names every wrong field at once, each
with a JSON Pointer (RFC 6901) into the body, or \`/name\` of a query parameter.

A method that an address does not know is 405 with \`Allow\`. Too many requests are 429 with \`Retry-After\` in seconds;
\`RateLimit\` and \`RateLimit-Policy\` say on every answer what is left.
Answers of 429 and 503, and no answer at all, are worth repeating; others are not until the request is changed.
Ignore fields in answers that you do not know: later versions may add some.

| status | \`code\` |
|---|---|
${codes}`

export const TAGS = [
  { name: 'Sign-in', description: 'Accounts and tokens.' },
  { name: 'Users', description: 'Who can sign in.' },
  { name: 'Access', description: 'Roles, permissions and API keys.' },
  { name: 'Customers', description: 'Whom the shop works for.' },
  { name: 'Employees', description: 'Who makes the garments, and how much each has to do.' },
  { name: 'Catalogue', description: 'What the shop sells: categories, products and variants.' },
  { name: 'Storefront', description: 'What customers do in the shop: carts and the checkout.' },
  { name: 'Stock', description: 'What is there of each variant, and why it changed.' },
  { name: 'Orders', description: 'What is made, for whom, until when.' },
  { name: 'Work', description: 'The orders assigned to an employee, without money.' },
  { name: 'Photos', description: 'Pictures of an order.' },
  { name: 'Payments', description: 'The ledger of an order. Rows are only added, never edited.' },
  { name: 'Tracking', description: 'An order by its link, for customers.' },
  {
    name: 'Imports',
    description: 'Old books as CSV files: how far they are, and what came of them.',
  },
  { name: 'Events', description: 'What happened, in commit order.' },
  { name: 'Settings', description: 'What the shop says of itself, and how it works.' },
  { name: 'Health', description: 'Is the service well.' },
]
