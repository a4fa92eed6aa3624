import { countText, sizeText } from "../../base/sentence.ts";
import type { Block } from "../block.ts";
import type { ReportContext } from "../context.ts";

/** § 13: what was hashed and how anybody checks it. */
export function integrity(context: ReportContext): Block[] {
  const { dossier, words, stem } = context;
  const said = words.integrity;
  const { payload, settings } = dossier;
  const size = { files: payload.files.length, size: sizeText(payload.sizeBytes), bytes: countText(payload.sizeBytes) };
  return [
    { type: "chapter", number: "13", title: said.title },
    {
      type: "fields",
      rows: [
        [said.algorithm, said.algorithmText],
        [said.manifest, ["manifest-sha256.txt", payload.manifestSha256]],
        [said.payload, context.say(said.payloadText, size)],
        [said.anchor, said.anchorText],
      ],
    },
    { type: "paragraph", text: context.say(said.scope, { date: settings.date }) },
    { type: "section", title: said.how },
    { type: "paragraph", text: said.howZip },
    { type: "commands", lines: [`sha256sum -c ${stem}.zip.sha256`, `certutil -hashfile ${stem}.zip SHA256`] },
    { type: "paragraph", text: said.howBag },
    {
      type: "commands",
      lines: [
        `unzip ${stem}.zip && cd ${stem}`,
        "sha256sum -c manifest-sha256.txt",
        "sha256sum -c tagmanifest-sha256.txt",
        "sha256sum manifest-sha256.txt",
        "certutil -hashfile manifest-sha256.txt SHA256",
      ],
    },
    { type: "paragraph", text: said.howMore, small: true },
    { type: "paragraph", text: said.howTool },
    { type: "commands", lines: [`evidence verify ${stem}.zip`] },
  ];
}
