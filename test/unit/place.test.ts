/** The words and names by which the widget knows a shop's buy button. */
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../shared/languages/all.ts'
import { namesBuy, namesCart, saysBuy, saysOther } from '../../widget/place/words.ts'

/** The texts of buy buttons, and of those of sold-out products, in each language of the widget. */
const TEXTS: Record<string, [sells: string[], soldOut: string[]]> = {
  ar: [
    ['أضف إلى السلة', 'إضافة إلى عربة التسوق', 'اشتر الآن'],
    ['نفدت الكمية', 'غير متوفر'],
  ],
  cs: [
    ['Přidat do košíku', 'Do košíku', 'Koupit'],
    ['Vyprodáno', 'Není skladem'],
  ],
  da: [
    ['Læg i kurv', 'Læg i indkøbskurv', 'Tilføj til kurv', 'Køb nu'],
    ['Udsolgt', 'Ikke på lager', 'Ikke tilgængelig'],
  ],
  de: [
    ['In den Warenkorb', 'In den Einkaufswagen legen', 'Jetzt kaufen', 'Kaufen'],
    ['Ausverkauft', 'Nicht vorrätig', 'Derzeit nicht verfügbar'],
  ],
  en: [
    ['Add to cart', 'ADD TO BAG', 'Add the lamp to your basket – €39', 'Buy now', 'Pre-order'],
    ['Sold out', 'Out of stock', 'Currently unavailable'],
  ],
  es: [
    ['Añadir al carrito', 'Agregar al carrito', 'Añadir a la cesta', 'Comprar ahora'],
    ['Agotado', 'Sin existencias', 'No disponible'],
  ],
  fi: [
    ['Lisää ostoskoriin', 'Lisää koriin', 'Osta nyt'],
    ['Loppuunmyyty', 'Ei varastossa', 'Loppunut varastosta'],
  ],
  fr: [
    ['Ajouter au panier', 'Acheter', 'Précommander'],
    ['Épuisé', 'Rupture de stock', 'Indisponible'],
  ],
  it: [
    ['Aggiungi al carrello', 'Acquista ora'],
    ['Esaurito', 'Non disponibile'],
  ],
  ja: [
    ['カートに入れる', 'カートに追加する', '今すぐ購入'],
    ['売り切れ', '在庫切れ', 'SOLD OUT'],
  ],
  ko: [
    ['장바구니에 담기', '카트에 추가', '바로 구매'],
    ['품절', '일시품절'],
  ],
  nb: [
    ['Legg i handlekurv', 'Legg i handlekurven', 'Kjøp', 'Kjøp nå'],
    ['Utsolgt', 'Ikke på lager'],
  ],
  nl: [
    ['In winkelwagen', 'In winkelmandje', 'Aan winkelwagen toevoegen', 'Nu kopen'],
    ['Uitverkocht', 'Niet op voorraad'],
  ],
  pl: [
    ['Dodaj do koszyka', 'Do koszyka', 'Kup teraz'],
    ['Wyprzedane', 'Produkt niedostępny', 'Brak w magazynie'],
  ],
  pt: [
    ['Adicionar ao carrinho', 'Comprar'],
    ['Esgotado', 'Fora de stock'],
  ],
  'pt-BR': [
    ['Adicionar à sacola', 'Adicionar ao carrinho', 'Comprar agora'],
    ['Esgotado', 'Indisponível', 'Fora de estoque'],
  ],
  sv: [
    ['Lägg i varukorgen', 'Lägg till i varukorg', 'Köp', 'Köp nu'],
    ['Slutsåld', 'Slut i lager', 'Ej i lager', 'Tillfälligt slut'],
  ],
  tr: [
    ['Sepete ekle', 'SEPETE EKLE', 'SATIN AL', 'Satın al'],
    ['Tükendi', 'TÜKENDİ', 'Stokta yok'],
  ],
  'zh-Hans': [
    ['加入购物车', '添加到购物车', '立即购买'],
    ['售罄', '缺货', '已售完'],
  ],
  'zh-Hant': [
    ['加入購物車', '立即購買'],
    ['售罄', '缺貨', '無庫存'],
  ],
}

describe('the text of a buy button', () => {
  it('is known in every language of the widget', () => {
    expect(Object.keys(TEXTS).toSorted()).toEqual(Object.keys(LANGUAGES).toSorted())
  })

  it.each(Object.entries(TEXTS))('is known in %s', (_language, [sells, soldOut]) => {
    expect([...sells, ...soldOut].filter((text) => !saysBuy(text) || saysOther(text))).toEqual([])
  })

  it.each([
    'Add to wishlist',
    'Lägg till i önskelistan',
    'Lägg till i favoriter',
    'Auf den Merkzettel',
    'Buy with PayPal',
    'Write a review',
    'Recommander à un ami',
    'Subscribe',
    'Search',
    'Warenkorb aktualisieren',
    'M',
    'Choose options',
    `Add to cart ${'and read the whole story of this lamp '.repeat(3)}`,
    '',
  ])('is not %j', (text) => {
    expect(saysBuy(text)).toBe(false)
  })
})

describe('the names of a form that sells', () => {
  it.each([
    ['/cart/add', ''],
    ['https://shop.example/en-gb/cart/add', ''],
    ['/panier', 'id=add-to-cart-or-refresh'],
    ['/checkout/line-item/add', ''],
    ['/checkout/cart/add/uenc/abc/product/42/', ''],
    ['/cart.php', ''],
    ['/index.php', 'name=fnc value=tobasket'],
    ['/action/Cart/addCartItem/', ''],
    ['/warenkorb', ''],
  ])('are %j %j', (address, names) => {
    expect(namesCart(address, names)).toBe(true)
  })

  it.each([
    ['/search', 'role=search'],
    ['/cart/remove', ''],
    ['/cart/update', ''],
    ['/wishlist/add', ''],
    ['/newsletter', ''],
    ['/account/login?return=/cart', ''],
    ['', 'id=question'],
  ])('are not %j %j', (address, names) => {
    expect(namesCart(address, names)).toBe(false)
  })
})

describe('the names of a buy button', () => {
  it.each([
    'name=add type=submit',
    'class=single_add_to_cart_button button',
    'data-button-action=add-to-cart',
    'id=product-addtocart-button class=action primary tocart',
    'class=btn btn-primary btn-buy',
    'id=button-cart',
    'data-hook=add-to-cart',
    'class=js-addToBasket',
    'class=product-form__submit',
  ])('are %j', (names) => {
    expect(namesBuy(names)).toBe(true)
  })

  it.each([
    'name=additional',
    'class=add-to-wishlist',
    'class=quick-add-to-cart',
    'class=remove-from-cart',
    'name=q class=search',
  ])('are not %j', (names) => {
    expect(namesBuy(names)).toBe(false)
  })
})
