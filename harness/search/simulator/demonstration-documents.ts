import type { DocumentLabel } from '../document-label.ts';

/** The query of the demonstration in the paper-scale format. */
export const demonstrationQuery = 'who composed the opera Rusalka';

/** What the demonstration shows as found for `demonstrationQuery`, by label; our own sentences. */
export const demonstrationDocuments: Readonly<Record<DocumentLabel, readonly string[]>> = {
  useful: [
    'Rusalka, Op. 114, is a lyric fairy tale in three acts by Antonín Dvořák, first performed in Prague on 31 March 1901. The Czech libretto was written by the poet Jaroslav Kvapil.',
    'Song to the Moon from Act I is the best known aria that Dvořák wrote for the stage. The water nymph asks the moon to tell a prince of her love ...',
    'Programme notes: Dvořák began to compose Rusalka in April 1900 and finished the score in November, after his symphonic poems on ballads by Karel Jaromír Erben had brought him back to Czech legends ...',
    'Antonín Dvořák, born 1841 in Nelahozeves. Operas: The Devil and Kate, Rusalka, Armida. Rusalka was his greatest success in the theatre and is still played all over the world.',
    'Buy tickets: Rusalka by Antonín Dvořák, sung in Czech with English surtitles. Running time about three hours and a half with two intervals, conducted from the new critical edition.',
  ],
  noisy: [
    'A rusalka is a female water spirit of Slavic folklore, said to live in lakes and rivers. In many tales she leaves the water in early summer and dances in the meadows ...',
    'The National Theatre in Prague opened in 1881, burned down in the same summer and opened again in 1883. Opera, ballet and drama share its historic building on the bank of the Vltava.',
    'Song to the Moon is a favourite of sopranos in recitals and competitions. Our teachers explain its Czech vowels, its breathing and its long legato line, bar by bar ...',
    'Jaroslav Kvapil, poet and stage director, wrote the libretto before he knew who would set it to music. He drew on tales by Fouqué and Andersen, and offered the text to several people.',
    'Ten operas for beginners, sorted by length and mood: from short comedies to fairy tales with mermaids, witches and princes. With a plot summary and a playlist for each of them.',
  ],
};
