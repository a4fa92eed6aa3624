/** Sentences of the figures in English. */
export const enFigures = {
  title: "Figures",
  note: "All figures share one time axis ({from} to {until}, zone {zone}) and count printed messages only. The numbers behind them are in report/data/ of the bundle.",
  none: "No message can be placed on a time axis.",
  units: {
    day: "day",
    week: "week (from Monday)",
    month: "month",
    quarter: "quarter",
    year: "year",
    decade: "decade",
    century: "century",
  },
  binned: "The period is long, so days are taken together by {unit}; the data file has every day.",
  undated: "{count} message(s) without a readable time are not drawn.",
  moreConversations: "Another {count} conversation(s) are not drawn; their numbers are in the data file.",
  dataIn: "Data: {file}",
  most: "peak {count}",
  mostYuan: "peak {yuan} yuan",
  calendar: "Figure: messages per day",
  calendarNote:
    "Black: messages (one bar per {unit}, each row to its own peak); slanting lines: none; crossed lines: out of range (before the first, after the last, or not printed). ■ error, ▲ warning, ○ note, at the day of the messages concerned.",
  activity: "Figure: who wrote when",
  activityNote: "One cell per {unit}, height to the peak of the whole figure ({most} messages); sums on the right.",
  activityCut: "Another {people} participant(s) with {messages} message(s) are not drawn.",
  staircase: "Figure: the client's local ids over time",
  staircaseNote: "Upwards: local id (highest and lowest on the left); ▲ where the check of gaps reports one.",
  staircaseMore: "Another {count} run(s) of numbers are not drawn.",
  staircaseNot: "No ids are drawn for conversation(s) {conversations}: {reason}.",
  attachments: "Figure: attachments by type and state",
  attachmentsNote: "On the right the attachments of the type in all (thumbnails not counted).",
  groups: "Figure: owner, admins, members and measures of groups",
  groupsNote:
    "■ from notices in the messages or stated by the export, □ declared by a person; ○ without a time, drawn at the right end. Joined and left: people per cell. Notices need not tell every change.",
  groupsOutside: "Entries without a time, or outside the axis: {count}.",
  lanes: {
    owner: "owner",
    admin: "admins",
    members: "members stated",
    joined: "joined",
    left: "left, removed",
    measure: "notices, removals etc.",
  },
  ledger: "Figure: transfers paid and received, against the bill",
  ledgerNote:
    "Above the line received, below it paid, as seen from the exporting account; height is the amount. Paired as in the check consistency/pay-bill.",
  ledgerCounts:
    "{transfers} transfer(s) in the chats, {paired} paired with the bill and {chatOnly} not; another {billOnly} transfer(s) of the bill have none in the chats.",
  ledgerNoBill: "{transfers} transfer(s) in the chats; no WeChat Pay bill was received, so none is paired.",
  ledgerOpen:
    "○ marks {count} of which the export does not say who paid; offer and receipt of one transfer may both be among them.",
  ledgerLeft:
    "{count} of these have no readable amount or time, were given back, or lie outside the axis, and are not drawn.",
  received: "received",
  paid: "paid",
  pairings: {
    paired: "in the bill too",
    "chat-only": "chat only",
    "bill-only": "bill only",
    "no-bill": "no bill received",
  },
};
