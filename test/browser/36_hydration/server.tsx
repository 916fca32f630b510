/** The HTML that the shop's server renders. */
import { renderToString } from 'react-dom/server.browser'
import { Product } from './product.tsx'

export const markup = (way: string) => renderToString(<Product way={way} />)
