import { useEffect } from "preact/hooks";
import { viewAddress } from "./place.ts";

/** `/` goes to the search, Esc out of a field and back to the content. */
export function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
      if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        goSearch();
      } else if (event.key === "Escape" && isTyping && event.target instanceof HTMLElement) {
        event.target.blur();
        document.getElementById("content")?.focus();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

function goSearch(): void {
  const field = document.getElementById("search-words");
  if (field) field.focus();
  else location.hash = viewAddress("search");
}
