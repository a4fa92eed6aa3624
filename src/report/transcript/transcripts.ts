import type { CaseDeclared } from "../../model/case.ts";

import type { ReportContext } from "../context.ts";
import { declaredConversations } from "../declared.ts";

type Transcript = NonNullable<CaseDeclared["transcripts"]>[number];

/** A transcript as declared: its words, and who wrote them down and how. */
export interface DeclaredTranscript {
  readonly text: string;
  readonly from: string;
}

/** Transcripts the case file holds, by the message they belong to. */
export class DeclaredTranscripts {
  private readonly context: ReportContext;
  private readonly byMessage = new Map<string, DeclaredTranscript[]>();

  constructor(context: ReportContext) {
    this.context = context;
    const { dossier } = context;
    for (const transcript of dossier.caseFile?.declared.transcripts ?? []) {
      const { conversation, message, text } = transcript;
      if (message === undefined || text === undefined) continue;
      for (const { id } of declaredConversations(dossier.conversations, conversation)) {
        const key = `${id}-${message}`;
        this.byMessage.set(key, [...(this.byMessage.get(key) ?? []), { text, from: this.from(transcript) }]);
      }
    }
  }

  of(conversation: string, seq: number): readonly DeclaredTranscript[] {
    return this.byMessage.get(`${conversation}-${seq}`) ?? [];
  }

  private from({ by, method, software, reviewedBy, reviewedAt }: Transcript): string {
    const { words } = this.context;
    const how = method === undefined ? words.notStated : words.transcript.methods[method];
    return this.context.say(words.transcript.transcriptFrom, {
      by: by ?? words.notStated,
      method: software === undefined ? how : `${how} (${software})`,
      reviewedBy: reviewedBy ?? words.notStated,
      reviewedAt: reviewedAt ?? words.notStated,
    });
  }
}
