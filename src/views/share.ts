// Handing the tracking link to a customer by WhatsApp: a link of theirs, so nothing is asked of another host by us.
import { digits } from '../services/text.ts'

interface Shared {
  number: number
  customerName: string
  customerPhone: string
}

/**
 * Opens a chat with the words filled in: with the customer when the number is an international one, and else with
 * whom the shop chooses. https://faq.whatsapp.com/5913398998672934
 */
export function whatsAppLink({ number, customerName, customerPhone }: Shared, url: string): string {
  const text = `Hello ${customerName}, here you can follow your order ${number}: ${url}`
  const phone = /^\(?(\+|00)/.test(customerPhone.trim())
    ? digits(customerPhone).replace(/^00/, '')
    : ''
  return `https://wa.me/${phone}?text=${encodeURIComponent(text)}`
}
