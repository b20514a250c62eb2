// Event types of shared tablets, with the schema of each one's data.
import { Type } from '@sinclair/typebox'
import { shapesOf } from './shapes.ts'

const device = shapesOf('device')
const name = Type.String()

export const DEVICE_EVENTS = {
  'device.created': device('A code for a shared tablet was made', { name }),
  'device.enrolled': device('A tablet was enrolled with its code', { name }),
  'device.revoked': device('A tablet was taken out of use', { name }),
  'device.pin_locked': device('Too many wrong PINs: the tablet asks for a password', {
    name,
    tries: Type.Integer({ description: 'Number of wrong PINs in a row' }),
  }),
}
