// WhatsApp share link for a tracking page: a plain link, so that our pages load nothing from another host.
import { phoneDigits } from '../../lib/text/normalize.ts'

interface Shared {
  number: number
  customerName: string
  customerPhone: string
}

/**
 * Opens a chat with a prepared text: with the customer if the number is international, else with a contact that the
 * user chooses. https://faq.whatsapp.com/5913398998672934
 */
export function whatsAppLink({ number, customerName, customerPhone }: Shared, url: string): string {
  const text = `Hello ${customerName}, you can follow your order ${number} here: ${url}`
  const phone = isInternational(customerPhone) ? phoneDigits(customerPhone) : ''
  return `https://wa.me/${phone}?text=${encodeURIComponent(text)}`
}

interface Invited {
  name: string
  phoneNumber: string
  email: string | null
}

/** Opens a message with the link of an invitation to the customer: WhatsApp, text message (RFC 5724) or mail (RFC 6068). */
export function invitationLink(
  channel: 'whatsapp' | 'sms' | 'email',
  { name, phoneNumber, email }: Invited,
  url: string,
): string {
  const text = encodeURIComponent(`Hello ${name}, open your account with us here: ${url}`)
  if (channel === 'email')
    return `mailto:${encodeURIComponent(email ?? '')}?subject=Your%20account&body=${text}`
  if (channel === 'sms') return `sms:${phoneNumber.replace(/[^+\d]/g, '')}?body=${text}`
  return `https://wa.me/${isInternational(phoneNumber) ? phoneDigits(phoneNumber) : ''}?text=${text}`
}

/** True if a number has a country code: '+44 ...', '(+44) ...', '0044 ...'. */
export const isInternational = (phoneNumber: string): boolean => /^\D*(\+|00)/.test(phoneNumber)
