/** The page comes to life when `hydrate` is called: on slow phones long after it is to be seen. */
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { Product } from './product.tsx'

declare const WAY: string

Object.assign(window, {
  hydrate() {
    const root = document.getElementById('root')
    if (!root) return
    hydrateRoot(
      root,
      <StrictMode>
        <Product way={WAY} />
      </StrictMode>,
    )
  },
})
