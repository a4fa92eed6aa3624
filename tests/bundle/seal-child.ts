import { seal } from "../../src/bundle/seal.ts";
import { memorySource } from "../support/memory-source.ts";
import { requestFor, SMALL_EXPORT } from "./sealed.ts";

// Run by determinism.test.ts in processes of other time zones, locales and umasks: node seal-child.ts TARGET UMASK
const [, , target = "", umask = "022"] = process.argv;
process.umask(Number.parseInt(umask, 8));
const { sha256 } = await seal(requestFor(memorySource(SMALL_EXPORT), target));
process.stdout.write(sha256);
