/** A chat message, the form episodes are stored in beside their turns and other tools read. */
export interface Message {
  readonly role: string;
  readonly content: string;
}
