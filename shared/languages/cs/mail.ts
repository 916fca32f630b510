/** The words of the mails in Czech. “obchod {shop}” takes the case that the shop's name cannot. */
import type { MailWords } from '../words.ts'

export const mail: MailWords = {
  item: '{title}, {variant}',
  line: '{label}: {link}',
  lineTo: '{label} ({host}): {link}',
  alert: {
    subject: 'Znovu skladem: {item}',
    preview: 'Znovu skladem v obchodě {shop}: {item}',
    heading: 'Produkt je znovu skladem',
    intro:
      'Obchod {shop} vám měl dát vědět, až bude tento produkt znovu skladem. Dobrá zpráva: už je.',
    button: 'Zobrazit produkt',
    hurry: 'Produkt vám nemůžeme rezervovat, takže se může znovu vyprodat.',
    othersWaiting: 'Čekali i jiní zákazníci a produkt vám nemůžeme rezervovat.',
    why: 'Tuto jednorázovou zprávu dostáváte na základě žádosti ze stránky produktu v obchodě {shop}. Na seznamu pro tento produkt už nejste.',
    manage: 'Zobrazit moje upozornění',
    unsubscribe: 'Zrušit všechna upozornění z tohoto obchodu',
  },
  reminder: {
    subject: 'Stále skladem: {item}',
    preview: 'Stále skladem v obchodě {shop}: {item}',
    heading: 'Produkt je stále skladem',
    intro:
      'Obchod {shop} vám nedávno dal vědět, že je tento produkt znovu skladem. Stále ho můžete koupit.',
    why: 'Tuto připomínku dostáváte, protože vám měl obchod {shop} dát vědět, až bude tento produkt znovu skladem.',
    noLonger: 'O tento produkt už nemám zájem',
    mayFollow:
      'Tuto zprávu dostáváte z obchodu {shop} na vlastní žádost. Do vyprodání zásob může následovat připomínka.',
  },
  digest: {
    subject: 'Více produktů znovu skladem v obchodě {shop}',
    heading: 'Produkty jsou znovu skladem',
    intro:
      'Obchod {shop} vám měl dát vědět, až budou tyto produkty znovu skladem. Dobrá zpráva: už jsou.',
    hurry: 'Produkty vám nemůžeme rezervovat, takže se mohou znovu vyprodat.',
    why: 'Tuto jednorázovou zprávu dostáváte na základě žádostí ze stránek produktů v obchodě {shop}. Na seznamu pro tyto produkty už nejste.',
  },
  closed: {
    subject: 'Už není v prodeji: {item}',
    preview: 'Už není v prodeji v obchodě {shop}: {item}',
    heading: 'Produkt se už do prodeje nevrátí',
    intro:
      'Obchod {shop} vám měl dát vědět, až bude tento produkt znovu skladem. Bohužel se už do prodeje nevrátí.',
    instead: 'Obchod místo něj nabízí:',
    why: 'Tuto poslední zprávu o produktu dostáváte na základě žádosti ze stránky produktu v obchodě {shop}. Na seznamu už nejste.',
  },
  confirmation: {
    subject: 'Potvrďte prosím upozornění z obchodu {shop}',
    heading: 'Potvrďte prosím svou e-mailovou adresu',
    intro:
      'Někdo požádal obchod {shop}, aby na tuto adresu poslal e-mail, až bude produkt „{item}“ znovu skladem. Pokud je to vaše žádost, potvrďte ji prosím do sedmi dnů. Do té doby vám nic posílat nebudeme.',
    introSeveral:
      'Někdo požádal obchod {shop}, aby na tuto adresu poslal e-mail, až budou tyto produkty znovu skladem. Pokud je to vaše žádost, potvrďte ji prosím do sedmi dnů. Do té doby vám nic posílat nebudeme.',
    button: 'Potvrdit adresu',
    why: 'Pokud to vaše žádost není, nemusíte nic dělat: po sedmi dnech ji smažeme.',
    never: 'Nebo tyto e-maily hned zrušit',
  },
  acknowledgement: {
    subject: 'Jste na seznamu obchodu {shop}',
    intro:
      'Obchod {shop} vám pošle jeden e-mail, až bude produkt „{item}“ znovu skladem. Nic dalšího dělat nemusíte.',
    why: 'Pokud jste to nebyli vy, zadal vaši adresu někdo jiný. Tlačítkem ji odeberete, nebo tyto e-maily zrušte zde:',
  },
  list: {
    subject: 'Vaše upozornění v {shop}',
    heading: 'Vaše upozornění',
    intro:
      'Někdo požádal o odkaz na upozornění, která {shop} posílá na tuto adresu. Uvidíte je tam a můžete je odebrat.',
    button: 'Zobrazit upozornění',
    why: 'Pokud jste to nebyli vy, nemusíte nic dělat. Nikdo jiný tento odkaz nedostává.',
  },
  move: {
    intro:
      'Někdo požádal, aby {shop} od teď posílal upozornění na tuto adresu. Pokud jste to byli vy, potvrďte to prosím do sedmi dnů. Do té doby se nic nezmění.',
  },
}
