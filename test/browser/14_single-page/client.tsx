/** The shop in an empty element, as it starts in a browser. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { type Products, Shop } from './shop.tsx'

declare const PRODUCTS: Products

const root = document.getElementById('root')
// The first look of the widget finds nothing.
addEventListener('load', () => {
  if (!root) return
  createRoot(root).render(
    <StrictMode>
      <Shop products={PRODUCTS} path={location.pathname} />
    </StrictMode>,
  )
})
