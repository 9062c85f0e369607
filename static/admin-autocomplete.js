/*
 * Names for Django's look-up fields (select2), which screen readers would read without one, and
 * lists that hold nothing but their items. Without scripts nothing here is missed.
 */
"use strict";
{
  // Before the fields are made: the "clear all" of a list of several stands where no item may be.
  for (const select of document.querySelectorAll("select[multiple].admin-autocomplete")) {
    select.dataset.allowClear = "false";
  }
  // Nor do its choices stand at the end of the document, outside of everything.
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    select.dataset.dropdownParent = "main";
  }

  const nameOf = (select) =>
    document
      .querySelector(`label[for="${select.id}"]`)
      ?.textContent.trim()
      .replace(/:$/, "");

  const name = (select) => {
    const made = select.nextElementSibling;
    const label = nameOf(select);
    if (!made || !label || !made.classList.contains("select2-container")) {
      return;
    }
    const parts = ".select2-selection, .select2-search__field, .select2-selection__rendered[role]";
    for (const part of made.querySelectorAll(parts)) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", label);
    }
  };
  const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);

  // "No results found" is told where only choices may stand: as one that cannot be chosen.
  const asChoices = (list) => {
    for (const message of list.querySelectorAll(".select2-results__message")) {
      message.setAttribute("role", "option");
      message.setAttribute("aria-disabled", "true");
      message.setAttribute("aria-selected", "false");
    }
  };
  const watched = new WeakSet();

  // What is there only while it is open: the field to search in, and the list of choices.
  const nameOpened = (event) => {
    const made = event.target.nextElementSibling;
    const box = made?.querySelector("[aria-owns]");
    box?.setAttribute("aria-controls", box.getAttribute("aria-owns"));
    const search = document.querySelector(".select2-dropdown .select2-search__field");
    search?.setAttribute("aria-label", nameOf(event.target) ?? "");
    const list = document.querySelector(".select2-container--open .select2-results__options");
    if (list && !watched.has(list)) {
      watched.add(list);
      asChoices(list);
      new MutationObserver(() => asChoices(list)).observe(list, { childList: true });
    }
  };
  window.django?.jQuery?.(document).on("select2:open", nameOpened);

  // Waits in the same queue as Django's own script, behind it.
  window.django?.jQuery?.(nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
}
