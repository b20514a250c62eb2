// A maker: an account of the role Maker that belongs to an employee.
import type { FastifyInstance } from 'fastify'
import { type program, program as signIn } from './app.ts'
import { accountWithRole } from './roles.ts'
import { addEmployee } from './shop/factories.ts'

type Program = Awaited<ReturnType<typeof program>>

/** @returns the API client and the credentials of the maker, and the id of the employee */
export async function addMaker(app: FastifyInstance, owner: Program, employee?: object) {
  const { data } = (await owner.get('/api/roles')).json()
  const role = data.find(({ given }: { given: string | null }) => given === 'maker')
  const { person, userId } = await accountWithRole(app, owner, role.id)
  const { id: employeeId } = await addEmployee(owner, employee)
  await owner.put(`/api/users/${userId}`, { employeeId })
  return { maker: await signIn(app, person), person, userId, employeeId: employeeId as number }
}
