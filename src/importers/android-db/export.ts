import { md5 } from "../../base/digest.ts";
import { textOf } from "../../base/sqlite/tables.ts";
import type { CoverageItem, DatabaseFile } from "../../model/database.ts";
import type { ExportFacts } from "../importer.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { signsOf } from "../wechat/database/provenance.ts";
import { named } from "../wechat/database/row-values.ts";
import { setFacts } from "../wechat/database/set-facts.ts";
import { TableRows } from "../wechat/database/table-rows.ts";

/** Tables and indexes as the client makes them: `message`, `qmessage` …, and `messageTalkerIndex`, `bizmessageSvrIdIndex` … */
export const SCHEMA = { messageTable: /^\w*message\d*$/i, messageIndex: /^\w*message\w*index$/i, autoincrement: false };

/** What the database says of itself as a whole. `provides` is known only after the last row. */
export function exportFacts(
  main: OpenDatabase,
  databases: readonly DatabaseFile[],
  coverage: readonly CoverageItem[],
  owner: string | null,
): Omit<ExportFacts, "provides"> {
  const [file] = databases;
  const signs = file === undefined ? [] : signsOf(main, file, SCHEMA);
  return {
    ...setFacts(databases, signs, coverage),
    variant: "EnMicroMsg",
    owner,
    ownerBasis: owner === null ? null : "stated",
    encoding: "UTF-8",
    extra: { ...devicesIn(main), ...declaredTables(main) },
  };
}

const DEVICE = ["uid", "name", "devicetype", "createtime", "online"];

/** Devices the account trusts, as the client lists them. @source wechat-databases.md §1.2 */
function devicesIn(main: OpenDatabase): Record<string, string> {
  const devices: Record<string, string> = {};
  let count = 0;
  for (const row of new TableRows(main, "SafeDeviceInfo")) {
    count += 1;
    const parts = Object.entries(named(row, DEVICE)).map(([name, value]) => `${name}=${value}`);
    devices[`SafeDeviceInfo.${count}`] = parts.join("; ");
  }
  return devices;
}

/**
 * Tables whose declaration has a digest that the client noted. Columns added later change a declaration and not the
 * note, so that the figure is no finding by itself.
 */
function declaredTables(main: OpenDatabase): Record<string, string> {
  const noted = [...new TableRows(main, "TablesVersion")].map((row) => (textOf(row["tablesqlmd5"]) ?? "").toLowerCase()); // prettier-ignore
  if (noted.length === 0) return {};
  const own = main.tables.names().flatMap((name) => main.tables.table(name)?.sql ?? []);
  const digests = new Set(own.map((sql) => md5(sql)));
  return { "TablesVersion.fitting": `${noted.filter((digest) => digests.has(digest)).length}/${noted.length}` };
}
