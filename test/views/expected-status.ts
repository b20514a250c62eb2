// Which pages each role may open in the sample shop.

/** Expected status of a path by role, independent of the routes. */
export function expectedStatus(who: string, path: string): number {
  if (/^\/auth\/(forgotten$|password)/.test(path)) return 200
  if (path === '/setup' || /^\/auth\/(login|register)$/.test(path))
    return who === 'nobody' && path !== '/setup' ? 200 : 303
  // Where no tablet is enrolled, PINs lead nowhere.
  if (/^\/auth\/(second-factor|switch)$/.test(path)) return 303
  if (path === '/') return who === 'nobody' || who === 'customer' ? 200 : 303
  if (path === '/checkout') return 303 // there is nothing in the cart
  if (
    path === '/offline' ||
    path === '/device' ||
    path.startsWith('/problems') ||
    /^\/(products|search|cart|about)/.test(path) ||
    path.startsWith('/track-order/')
  )
    return 200
  if (path === '/auth/invite/:token') return 404
  if (who === 'nobody') return 303
  if (who === 'staff' && path === '/admin/settings') return 303
  if (who === 'staff' && /settings\/(storefront|hours|delivery)$/.test(path)) return 200
  if (path === '/orders/:id') return who === 'customer' ? 200 : 404
  if (
    /^\/admin\/(users|roles|keys|devices|work|activity|integrity|settings|import|design)\b/.test(
      path,
    )
  )
    return who === 'admin' ? 200 : 403
  if (/^\/admin\/(products\/(new|:id\/edit)|categories\/:id|stock\/(receive|counts.*))$/.test(path))
    return who === 'admin' ? 200 : 403
  if (/^\/admin\/customers\/:id\/(merge|erase)$/.test(path))
    return { admin: 200, staff: 403, customer: 403 }[who] ?? 303
  return path.startsWith('/admin') && who === 'customer' ? 403 : 200
}
