/** The words of the pages behind links, in Swedish. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Avsluta bevakningar',
    ask: 'Vill du att {shop} slutar säga till när varor finns i lager igen? Vi tar bort dig från alla butikens väntelistor.',
    button: 'Ja, avsluta alla bevakningar',
    doneTitle: 'Klart',
    done: '{shop} har inga bevakningar kvar för dig. Du kan stänga sidan.',
    product: 'Avsluta bara bevakningen av den här varan',
    productDone: 'Du står inte längre på listan för varan. Du kan stänga sidan.',
    never: 'Skicka aldrig fler meddelanden till mig',
    neverDone:
      '{shop} kommer aldrig mer att skicka något meddelande till dig, även om någon ber om det. Du kan stänga sidan.',
  },
  manage: {
    title: 'Det här bevakar du',
    intro: '{shop} säger till när de här finns i lager igen.',
    reminders: 'Så länge lagret räcker kan {shop} fortfarande påminna dig om:',
    nothing: 'Du bevakar ingenting hos {shop}.',
    since: 'sedan {date}',
    sincePending: 'sedan {date}, inte bekräftad än',
    quantity: '{count} × {item}',
    remove: 'Ta bort',
    removeItem: 'Ta bort: {item}',
    removed: 'Borttagen.',
    removeAll: 'Ta bort alla',
    allRemoved: 'Alla är borttagna.',
  },
  confirm: {
    title: 'Bekräfta din bevakning',
    ask: 'Vill du att {shop} skickar dig ett mejl så snart ”{item}” finns i lager igen? Du kan avsluta när som helst.',
    askSeveral:
      'Vill du att {shop} skickar dig ett mejl för var och en av de här varorna så snart den finns i lager igen? Du kan avsluta när som helst.',
    askSms:
      'Vill du att {shop} skickar dig ett sms för var och en av de här varorna så snart den finns i lager igen? Du kan avsluta när som helst.',
    button: 'Ja, meddela mig',
    doneTitle: 'Du står på listan',
    done: 'Adressen är bekräftad. {shop} skickar dig ett mejl när ”{item}” finns i lager igen. Du kan stänga sidan.',
    inStockTitle: 'Den är redan tillbaka',
    inStock: 'Varan finns i lager nu, så det finns inget att vänta på.',
    goneTitle: 'Det finns inget att bekräfta',
    gone: 'Begäran är äldre än sju dagar eller har stoppats. Du kan be om en ny på produktsidan.',
  },
  undo: {
    button: 'Ångra den här förfrågan',
    title: 'Förfrågan är ångrad',
    done: 'Det du nyss bad om står inte längre på listan. Det som begärdes tidigare, eller har bekräftats sedan dess, står kvar.',
  },
  mine: {
    title: 'Dina bevakningar via e-post',
    ask: 'Skriv den e-postadress som {shop} skickar bevakningar till. Vi mejlar en länk som du kan se och ta bort dem med.',
    button: 'Skicka länken',
    doneTitle: 'Håll utkik efter vårt meddelande',
    done: 'Om {shop} har bevakningar för den här adressen är länken på väg. Det kan ta några minuter, och vi skickar den bara några gånger om dagen.',
    askSms: 'Eller ange mobilnumret som {shop} skickar sms till, så skickar vi länken som sms.',
    doneSms:
      'Om {shop} har bevakningar för det här numret är länken på väg. Det kan ta några minuter, och vi skickar den bara några gånger om dagen.',
  },
  move: {
    use: 'Använd en annan e-postadress',
    sent: 'Om bevakningar får gå till den här adressen är en länk på väg dit. Inget ändras förrän du öppnar den. Det kan ta några minuter, och vi skickar den bara några gånger om dagen.',
    title: 'Använd den här adressen',
    ask: 'Vill du att {shop} skickar dina bevakningar till den här adressen från och med nu? Du behåller din plats på varje lista, och inget mer går till den gamla adressen.',
    button: 'Ja, använd den här adressen',
    done: '{shop} skickar dina bevakningar till den här adressen från och med nu. Du har kvar din plats på varje lista. Du kan stänga sidan.',
    gone: 'Inget har ändrats: det finns inga bevakningar kvar på den gamla adressen, eller så får inga skickas till den här.',
  },
  plain: {
    refusedTitle: 'Det gick inte',
    scriptTitle: 'Slå på JavaScript',
    script: 'Slå på JavaScript i webbläsaren och gå tillbaka till produktsidan för att få besked.',
  },
  refused: {
    bot_check_failed:
      'Vi kunde inte verifiera att du är en människa. Vänta en stund och försök igen.',
    phone_not_mobile: 'Vi kan bara skicka sms till mobiler. Ange ett mobilnummer.',
    phone_country_not_offered:
      'Butiken skickar inte sms till nummer i det landet. Ange ett nummer från ett land i listan.',
    too_many_alerts:
      'Du har redan så många bevakningar som butiken tillåter. Ta bort någon som du inte behöver, eller försök igen i morgon.',
    too_many_people: 'Väldigt många anmäler sig just nu. Försök igen om en timme.',
  },
  badLink: {
    title: 'Länken fungerar inte',
    token_expired: 'Länken har gått ut. Använd länken i ett nyare meddelande.',
    request_expired: 'Länken har gått ut. Du kan bevaka varan på nytt på produktsidan.',
    token_unknown: 'Länken är inte fullständig. Kopiera hela länken ur meddelandet.',
    link_outdated:
      'Länken går till en adress som butiken inte längre använder. Sök efter varan hos butiken.',
  },
}
