/** Writes databases of client 4.x with `count` messages below `folder`. Gives the paths of the message databases. */
export function makeDatabase(folder: string, count: number): Promise<string[]>;
