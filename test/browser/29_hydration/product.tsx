/** A product's page that a server has written, with its place for the button in one of several ways. */
import { useState } from 'react'

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'shelf-bell': { sku: string; title: string }
    }
  }
}

export function Product({ way }: { way: string }) {
  const [pressed, setPressed] = useState(0)
  return (
    <main>
      <h1>Lamp</h1>
      <div className="offer">
        <p id="price">49 EUR</p>
        {way === 'marked' && <div data-shelfbell-sku="LAMP" data-shelfbell-title="Lamp" />}
        {way === 'element' && <shelf-bell sku="LAMP" title="Lamp" />}
        {way === 'raw' && (
          <div
            data-shelfbell-sku="LAMP"
            data-shelfbell-title="Lamp"
            dangerouslySetInnerHTML={{ __html: '' }}
          />
        )}
        <button type="button" id="buy" onClick={() => setPressed(pressed + 1)}>
          Pressed {pressed}
        </button>
        <p>Sent within two days.</p>
      </div>
    </main>
  )
}
