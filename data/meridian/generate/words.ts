/** The 160 invented officers of every Meridian world; capitalised, letters only. */
export const surnames: readonly string[] = `
Abernall Adlerstone Ambrek Andresco Ashgrove Averlund Bakhari Balverson Barclough Beckvar
Belmonde Bergauer Birchall Blakemoor Bogdanik Borisden Brandvik Bresnick Brunnhold Calloway
Candressi Carvalen Castellan Cavendore Chandrel Cheswick Clairmond Corbelan Cormackie Craddock
Dahlquist Dambrosi Darrowby Delacorte Demirkol Devereaux Dolmenas Drakensen Dunmorrow Eastergard
Edelvick Eisenmar Ekstrand Ellingham Elverson Erdogast Fairbourne Falkenrath Farnsley Faulkerson
Fenwright Ferrando Finnegard Fjelstad Forsgrove Galbraith Garibeld Gastrell Gerhardsen Gillespard
Glenmorris Gorodin Grantchester Greavesley Grimaldo Gundersen Hadleyson Halvorsen Hampstone Harkovic
Hartigan Hasselby Havelock Heathcote Hendrovar Holmquist Hornblau Huxtable Ibarrola Ingersley
Ironwood Ishikado Jankovar Jarnefelt Jessopar Jorgander Kaminsky Karlsvik Kavanaugh Kestrelman
Kilbourne Kirkandall Kobalenko Kowalund Kristoff Lachlande Landgraf Lariviere Lassiter Lindqvist
Lockhaven Lombardine Lundgreve Macallen Magnusdal Malinovar Marchetti Marlowby Mastrand Mendelar
Merriwick Middlebrook Molinaro Montclair Morganthe Nakahara Narvaez Nethercott Nightingale Nordahl
Norquist Oakhurst Obermann Ocampora Okonjare Olafsdur Orlandine Ostergaard Pakenham Palmgren
Pemberley Petrovane Pilkerton Ponsonby Prendergast Quillfeather Radcliven Rasmuldor Ravensby Redgrave
Rosendahl Rutherglen Sandovar Sarkissen Schaumberg Sederholm Severinsen Silvester Solheimar Stavrosky
Strandberg Sutherlane Tamborini Thackeray Thornquist Tolvanen Trelawney Ullmanson Vandermeer Wolstenby
`
  .trim()
  .split(/\s+/u);

/** First words of a call sign, the name of a locker or of a case. */
export const callSignLetters: readonly string[] =
  `alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike
  november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu`.split(/\s+/u);

/** Second words of a call sign. */
export const callSignNumbers: readonly string[] = `one two three four five six seven eight nine ten
  eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty`.split(/\s+/u);

/** First words of a cause; all begin with a consonant sound, so that "a" fits before each. */
export const causeAdjectives: readonly string[] =
  `frayed worn loose bent brittle dirty twisted melted pitted warped split stiff
  swollen missing weak crooked chipped tangled damp greasy hollow punctured faulty rusty`.split(/\s+/u);

/** Second words of a cause. */
export const causeNouns: readonly string[] =
  `bushing gasket bracket wire seal spring washer rivet filter hose bearing fuse
  bolt clamp relay cable sleeve pin membrane strut shim grommet lever joint`.split(/\s+/u);
