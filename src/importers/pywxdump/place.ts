/**
 * Account of `<work>/export/<account>/{csv,json,html}/<chat id>/`; null for any other folder.
 *
 * @source documented: export-formats.md §2.1
 */
export function ownerInPath(entry: string, room: string | null): string | null {
  const match = /(?:^|\/)([^/]+)\/(?:csv|json|html)\/([^/]+)\/[^/]*$/.exec(entry);
  const [, account = "", chat] = match ?? [];
  return room !== null && chat === room && /^[A-Za-z][\w-]{5,}$/.test(account) && account !== "export" ? account : null;
}
