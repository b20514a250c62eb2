// Sign-in attempts with wrong passwords, each from an address of its choice.
import type { FastifyInstance } from 'fastify'
import { account } from '../app.ts'

export interface Try {
  email: string
  password?: string
  from: string
}

export const WRONG = 'not the password'

export function signInAttempts(app: FastifyInstance) {
  let addresses = 0
  const attempt = ({ email, password = WRONG, from }: Try) =>
    app.inject({
      method: 'POST',
      url: '/api/auth/login',
      payload: { email, password },
      remoteAddress: from,
    })
  const attempts = async (times: number, what: Try): Promise<number[]> => {
    const statuses = []
    for (let time = 0; time < times; time++) statuses.push((await attempt(what)).statusCode)
    return statuses
  }
  return {
    /** A staff account, at an address of its own. */
    someone: async () => ({ ...(await account(app, 'staff')), from: `10.0.0.${++addresses}` }),
    attempt,
    attempts,
    /** Failed sign-ins from five unknown addresses, up to the limit of an account. */
    attackFromEverywhere: async (email: string): Promise<void> => {
      for (let at = 0; at < 5; at++) {
        await attempts(3, { email, from: `203.0.${++addresses}.${at}` })
      }
    },
  }
}
