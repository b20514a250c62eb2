// The life of one shared tablet, with every event of its kind.
import type { FastifyInstance } from 'fastify'
import type { Program } from '../app.ts'

/** A tablet is enrolled and used, asks for a password after wrong PINs, and is revoked. */
export async function tabletStory(app: FastifyInstance, owner: Program): Promise<void> {
  const { id, code } = (await owner.post('/api/devices', { name: 'Counter' })).json()
  await owner.put('/api/users/1/pin', { pin: '4830' })
  const enrol = { method: 'POST', url: '/api/devices/enrol', payload: { code } } as const
  const [cookie] = (await app.inject(enrol)).cookies
  const headers = { cookie: `${cookie?.name}=${cookie?.value}` }
  for (const pin of ['4830', ...Array<string>(5).fill('7395')]) {
    const payload = { userId: 1, pin }
    await app.inject({ method: 'POST', url: '/api/devices/switch', payload, headers })
  }
  const { statusCode, body } = await owner.delete(`/api/devices/${id}`)
  if (statusCode >= 300) throw new Error(body)
}
