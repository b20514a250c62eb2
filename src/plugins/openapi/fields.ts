// OpenAPI field descriptions by name, for fields whose schema has no description.

interface Schema {
  $ref?: string
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}

const MEANINGS: Readonly<Record<string, string>> = {
  accent: 'The colourway of all pages',
  address: 'Where they live, or where it is',
  byMethod: 'The same for each way to pay',
  byPerson: 'The same for each person who recorded money',
  checked: 'How many rows were looked at',
  code: 'For programs; never changes',
  contentType: 'The media type of the bytes',
  currentPassword: 'The current password',
  customer: 'Whom the order is for',
  customerId: 'The `id` of the customer',
  customerName: 'The name of the customer',
  depositValue: 'As with `depositKind`: an amount, or a percentage of the total; empty with `none`',
  description: 'What is to be done with it',
  dryRun: 'Whether nothing was saved',
  email: 'Where mail goes; compared without regard to case',
  employee: 'Who makes it; null: nobody yet',
  employeeId: 'The `id` of the employee',
  entity: 'The kind of thing that it happened to',
  entityId: 'The `id` of that thing',
  firstName: 'The first name, or names',
  fileName: 'What the file is called where it came from; null where it has no name',
  fullName: 'The name of the person; `name` where they sign up',
  hash: 'The hash of the event',
  height: 'Pixels',
  id: 'Its number in the API; never given again',
  images: 'Its photos, in the order in which they were added',
  isActive: 'Whether the person may sign in',
  itemName: 'What it is, in the words of the shop',
  items: 'What is made, line by line',
  kind: '`deposit` and `payment` come in, `refund` goes out',
  lastName: 'The last name; null for a name of one word',
  line: 'In the file, counted from 1',
  method: 'The way to pay',
  name: 'What people call it, or them',
  note: 'For staff',
  notes: 'What the shop should know',
  orderId: 'The `id` of the order',
  orderNumber: 'The number by which people call the order',
  password: 'The password, as it was typed',
  paymentStatus: 'What was paid, as the ledger says it',
  payments: 'Its ledger, in the order in which it was recorded',
  phoneNumber: 'As people write it',
  quantity: 'How many',
  reason: 'Why, for whoever reads the book later',
  reference: 'What the file calls it',
  requestId: 'The `Request-Id` of the request that did it',
  rows: 'Every payment of the day, in the order in which they were recorded',
  shippingAddress: 'Where it is sent to',
  status: 'Where the garment is; of a problem, the status of the answer',
  table: 'The table of the database',
  taxLabel: 'What the tax is called',
  taxMode: 'How prices are taxed',
  taxRate: 'Percent, at most 3 decimals',
  theme: 'Light, dark, or the same as the device',
  thumbnailUrl: 'A square of 320 pixels',
  title: 'The status in words',
  tokenType: 'How the token is sent',
  type: 'What happened, such as `order.placed`',
  url: 'Its address',
  width: 'Pixels',
}

export function describeFields(schemas: Record<string, Schema>): void {
  for (const schema of Object.values(schemas)) describe(schema)
}

function describe(schema: Schema): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const meaning = MEANINGS[name]
    if (meaning && !field.$ref && !isDescribed(field)) field.description = meaning
    describe(field)
  }
  if (schema.items) describe(schema.items)
  for (const one of schema.anyOf ?? []) describe(one)
}

const isDescribed = ({ description, anyOf = [] }: Schema): boolean =>
  Boolean(description) || anyOf.some((one) => one.description)
