import type { Language } from "../base/bilingual.ts";

interface Heads {
  readonly top: readonly string[];
  readonly shows: string;
  readonly sample: string;
  readonly notListed: (count: number) => string;
}

/** What the form says of itself. */
export const HEADS: Readonly<Record<Language, Heads>> = {
  zh: {
    top: [
      "案件信息文件。由 evidence init 按导出文件生成；填好后放在导出文件夹旁边，evidence pack 会使用它。",
      "",
      "怎样填写：",
      "  1. 在冒号后面空一格再写。不知道的留空，报告中印为“未提供”；不要猜，也不必全填。",
      "  2. 以 # 开头的行是说明，程序不读。",
      "  3. 写明“可填”的项目，只写其中之一。",
      "  4. 日期写作 2024-05-01，时间写作 2024-05-01 09:30（北京时间）。",
      "  5. 照片、凭证等材料放在本文件旁边（可放在文件夹里），另起一行缩进写 - photos/手机.jpg",
      "  6. 要再加一台设备、一份材料等，把从“-”开始的整段复制一份。",
      "  7. 内容里有冒号、井号或引号时，把整个内容放进英文双引号。缩进用空格，不用 Tab 键。",
      "再次运行 evidence init 只补上新出现的账号和群，已写的内容不动。这里写的都会在报告中印为“填报”。",
    ],
    shows: "导出文件中可见（读自导出文件，未经核对；这些说明不会印入报告）：",
    sample: "每段可写的项目如下（照此写在下面各段中，去掉行首的 #）：",
    notListed: (count) => `另有 ${count} 个账号或群未列出；需要时照上面的样子添加。`,
  },
  en: {
    top: [
      "Case file, written by evidence init from the export. Fill it in and leave it beside the export; evidence pack uses it.",
      "",
      "How to fill it in:",
      "  1. Write after the colon and a space. Leave blank what is not known: it is printed as not provided. Do not guess.",
      "  2. Lines that begin with # are explanations and are not read.",
      "  3. Where there is “One of”, write one of the words.",
      "  4. Days are written 2024-05-01, times 2024-05-01 09:30 (Beijing time).",
      "  5. Photos and documents lie beside this file or in a folder there; write - photos/phone.jpg on an indented line of its own.",
      "  6. For one more device, document and so on, copy the whole block that begins with “-”.",
      "  7. Put a value with a colon, a hash or a quote into double quotes. Indent with spaces, not with tabs.",
      "Running evidence init again only adds new accounts and groups; what is written stays. All of it is printed as declared.",
    ],
    shows: "What the export shows (as read, not checked; these comments are not printed):",
    sample: "Each block takes these items (write them in the blocks below, without the # at the beginning):",
    notListed: (count) => `${count} more accounts or groups are not listed; add them in the same form where needed.`,
  },
};
