// Accounts with roles of their own.
import type { FastifyInstance } from 'fastify'
import { account, type program } from './app.ts'

type Program = Awaited<ReturnType<typeof program>>

/** A new account of the tier `staff` with a role. @returns its credentials, its id and the role it has */
export async function accountWithRole(app: FastifyInstance, owner: Program, roleId: number) {
  const person = await account(app, 'staff')
  const { data } = (await owner.get(`/api/users?search=${person.email}`)).json()
  const userId: number = data[0].id
  const answer = await owner.put(`/api/users/${userId}`, { roleId })
  if (answer.json().roleId !== roleId) throw new Error(`The role was not given: ${answer.body}`)
  return { person, userId, roleId: answer.json().roleId as number }
}
