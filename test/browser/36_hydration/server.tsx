/** What the shop's server writes. */
import { renderToString } from 'react-dom/server.browser'
import { Product } from './product.tsx'

export const markup = (way: string) => renderToString(<Product way={way} />)
