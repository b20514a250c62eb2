// CSV export of accounts: /api/users/export/csv.
import { UserQuery } from '../../../schemas/access/users.ts'
import { type ExportedUser, exportUsers } from '../../../services/exports/users.ts'
import { columnsOf, type Reading } from './columns.ts'
import type { Column } from './csv-answer.ts'
import { csvExport } from './route.ts'

const { search, role, active } = UserQuery.properties
const { plain } = columnsOf<ExportedUser>()

const COLUMNS: readonly Column<ExportedUser, Reading>[] = [
  plain('id', 'As the API names it'),
  plain('email', 'What they sign in with'),
  plain('firstName', 'The first name, or names'),
  plain('lastName', 'The last name'),
  plain('fullName', 'The name that pages show'),
  plain('role', 'The tier: `admin`, `staff` or `customer`'),
  plain('roleName', 'What the role is called'),
  plain('phoneNumber', 'As it was typed'),
  plain('address', 'Where they live'),
  { name: 'active', says: '`yes` if they can sign in, else `no`', of: activeOf },
  plain('employee', 'The employee to whom the account belongs'),
  plain('customer', 'The customer to whom the account belongs'),
  plain('lastSignInAt', 'When they signed in last, in UTC'),
  plain('createdAt', 'When the account was opened, in UTC'),
]

function activeOf({ isActive }: ExportedUser) {
  return isActive ? 'yes' : 'no'
}

export default csvExport({
  noun: 'Users',
  intro: 'All accounts that `GET /api/users` finds with the same filters, however many.',
  filter: { search, role, active },
  columns: COLUMNS,
  rows: exportUsers,
})
