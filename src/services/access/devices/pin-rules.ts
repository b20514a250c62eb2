// PIN rules: which PINs anybody would try first.
import { invalid } from '../../../lib/errors/refusal.ts'
import { PIN_PATTERN } from '../../../schemas/access/devices.ts'

const FORM = new RegExp(PIN_PATTERN)

/** @param phoneNumber of the account @throws Refusal `invalid_input` */
export function checkPin(pin: string, phoneNumber: string | null): void {
  const refuse = (code: string, detail: string) => invalid({ pointer: '/pin', code, detail })
  if (!FORM.test(pin)) throw refuse('pattern', 'A PIN has 4 to 6 digits.')
  if (isTrivial(pin)) {
    throw refuse(
      'trivial',
      'This PIN is too easy to guess. Use digits without a pattern or a year.',
    )
  }
  if ((phoneNumber ?? '').replaceAll(/\D/g, '').endsWith(pin)) {
    throw refuse('trivial', 'This PIN is the end of the phone number. Choose another one.')
  }
}

/** 1111, 3456, 8765, 1212, 123123, 1987. */
export function isTrivial(pin: string): boolean {
  const steps = [...pin.slice(1)].map(
    (digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10,
  )
  const isRun = [0, 1, 9].some((step) => steps.every((one) => one === step))
  const isRepeated = [2, 3].some((length) => isRepetition(pin, length))
  return isRun || isRepeated || /^(19|20)\d\d$/.test(pin)
}

const isRepetition = (pin: string, length: number) =>
  pin.length >= 2 * length &&
  pin ===
    pin
      .slice(0, length)
      .repeat(Math.ceil(pin.length / length))
      .slice(0, pin.length)
