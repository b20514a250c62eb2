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
  actor: 'Who did it',
  address: 'Where they live, or where it is',
  blind: 'Whether who counts does not see what should be there',
  byMethod: 'The same for each way to pay',
  byPerson: 'The same for each person who recorded money',
  care: 'How it is washed and kept',
  category: 'Where it is listed; null: nowhere',
  categoryId: 'The `id` of the category',
  checked: 'How many rows were looked at',
  code: 'For programs; never changes',
  contentType: 'The media type of the bytes',
  countId: 'The `id` of the count that caused it',
  counted: 'What lay in the shop',
  currentPassword: 'The current password',
  customer: 'Whom the order is for',
  customerId: 'The `id` of the customer',
  customerName: 'The name of the customer',
  depositValue: 'As with `depositKind`: an amount, or a percentage of the total; empty with `none`',
  description: 'What is to be done with it',
  difference: 'Counted less expected',
  dryRun: 'Whether nothing was saved',
  email: 'Where mail goes; compared without regard to case',
  employee: 'Who makes it; null: nobody yet',
  employeeId: 'The `id` of the employee',
  entity: 'The kind of thing that it happened to',
  entityId: 'The `id` of that thing',
  featured: 'Shown on the home page of the shop',
  fileName: 'What the file is called where it came from; null where it has no name',
  firstName: 'The first name, or names',
  fullName: 'The name of the person; `name` where they sign up',
  hash: 'The hash of the event',
  height: 'Pixels',
  id: 'Its number in the API; never given again',
  imageUrl: 'The address of its photo',
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
  options: 'What its variants differ in',
  orderId: 'The `id` of the order',
  orderNumber: 'The number by which people call the order',
  password: 'The password, as it was typed',
  paymentStatus: 'What was paid, as the ledger says it',
  payments: 'Its ledger, in the order in which it was recorded',
  phoneNumber: 'As people write it',
  position: 'In lists, ascending; equal ones by name',
  postedAt: 'When its differences became stock',
  productId: 'The `id` of the product',
  productName: 'The name of the product',
  quantity: 'How many',
  reason: 'Why, for whoever reads the book later',
  reference: 'What the file calls it',
  requestId: 'The `Request-Id` of the request that did it',
  rows: 'Every payment of the day, in the order in which they were recorded',
  shippingAddress: 'Where it is sent to',
  sku: 'The number of the variant in the shop, unique',
  slug: 'Its name in addresses',
  state: 'How far it is',
  status: 'Where the garment is; of a problem, the status of the answer',
  stockAfter: 'What was in stock afterwards',
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
  values: 'The choices, in their order',
  variantId: 'The `id` of the variant',
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
