// Event types of customers and employees, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { Nullable } from '../common.ts'
import { changes, metadata, shapesOf, undoes } from './shapes.ts'

const customer = shapesOf('customer')
const employee = shapesOf('employee')

const name = Type.String()
const people = { name, phoneNumber: Type.String() }

export const PEOPLE_EVENTS = {
  'customer.created': customer('A customer was added', { name }),
  'customer.updated': customer(
    'A customer was changed',
    changes({
      ...people,
      email: Nullable(Type.String()),
      address: Nullable(Type.String()),
      notes: Nullable(Type.String()),
      externalReference: Nullable(Type.String()),
      metadata,
    }),
  ),
  'customer.archived': customer('A customer left the lists', {}),
  'customer.restored': customer('A customer is back in the lists', { undoes }),
  'employee.created': employee('An employee was added', { name }),
  'employee.updated': employee('An employee was changed', changes(people)),
  'employee.archived': employee('An employee left the lists', {}),
  'employee.restored': employee('An employee is back in the lists', { undoes }),
}
