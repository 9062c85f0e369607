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

  const name = (select) => {
    const made = select.nextElementSibling;
    const label = document.querySelector(`label[for="${select.id}"]`);
    if (!made || !label || !made.classList.contains("select2-container")) {
      return;
    }
    const parts = ".select2-selection, .select2-search__field, .select2-selection__rendered[role]";
    for (const part of made.querySelectorAll(parts)) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
    }
  };
  const nameAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);

  // Waits in the same queue as Django's own script, behind it.
  window.django?.jQuery?.(nameAll);
  document.addEventListener("formset:added", () => setTimeout(nameAll));
}
