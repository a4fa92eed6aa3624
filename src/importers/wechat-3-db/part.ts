/** What a database of a set may hold, told by its tables. A merged copy holds several. */
export type Part =
  | "message"
  | "official-message"
  | "contact"
  | "group"
  | "session"
  | "last-read"
  | "media"
  | "hardlink-image"
  | "hardlink-video"
  | "hardlink-file"
  | "index"
  | "head-image"
  | "user-data"
  | "merge-journal";
