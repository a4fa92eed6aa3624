import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "prettier";
import * as z from "zod";
import { PUBLISHED, type Published } from "../../src/model/shapes/published.ts";

/** A schema as published: the name of its file, and its text. */
export interface SchemaFile {
  readonly file: string;
  readonly text: string;
}

/** Every published shape as JSON Schema 2020-12. Equal shapes give equal bytes. */
export async function schemaFiles(): Promise<SchemaFile[]> {
  return Promise.all(
    PUBLISHED.map(async (published) => {
      const text = JSON.stringify(jsonSchema(published));
      return {
        file: `${published.name}.schema.json`,
        text: await format(text, { parser: "json", printWidth: 120, objectWrap: "preserve" }),
      };
    }),
  );
}

/** One shape as a JSON Schema object, with the name it is known by. */
export function jsonSchema({ name, version, title, shape, io }: Published): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(shape, { target: "draft-2020-12", io: io ?? "output" });
  return { $schema, $id: `urn:evidence:schema:${name}:${version}`, title, ...schema };
}

if (pathToFileURL(process.argv[1] ?? "").href === import.meta.url) {
  for (const { file, text } of await schemaFiles()) writeFileSync(join(import.meta.dirname, file), text);
}
