// What every page can do: larger text and more contrast, both remembered (适老化), print, and reading from a disk.
// A classic script in the page's head, in the language of old phones: it sets the text's size, and makes room for what modules will fill, before anything is drawn.

(function () {
  var root = document.documentElement;
  var looks = { text: "large", contrast: "high" };

  function kept(name, value) {
    try {
      if (value === undefined) return localStorage.getItem("display-" + name);
      localStorage.setItem("display-" + name, value);
    } catch (refused) { /* a browser that keeps nothing: the page's own state will do */ }
    return value;
  }

  function show(name, on) {
    if (on) root.setAttribute("data-" + name, looks[name]);
    else root.removeAttribute("data-" + name);
  }

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function day() {
    var now = new Date();
    return now.getFullYear() + "-" + ("0" + (now.getMonth() + 1)).slice(-2) + "-" + ("0" + now.getDate()).slice(-2);
  }

  root.className += " js";
  // What modules do has its room from the first drawing on, so that nothing moves when they come; it goes again where they did not run.
  if ("noModule" in document.createElement("script") && location.protocol !== "file:") root.className += " modules";
  window.addEventListener("load", function () {
    if (document.querySelector(".u-module, .u-plain") && !root.hasAttribute("data-ran")) root.className = root.className.replace(" modules", "");
  });
  for (var name in looks) show(name, kept(name) === looks[name]);

  document.addEventListener("DOMContentLoaded", function () {
    each("[data-display]", function (button) {
      var name = button.getAttribute("data-display");
      button.setAttribute("aria-pressed", String(root.hasAttribute("data-" + name)));
      button.addEventListener("click", function () {
        var on = !root.hasAttribute("data-" + name);
        show(name, on);
        kept(name, on ? looks[name] : "");
        button.setAttribute("aria-pressed", String(on));
      });
    });
    each("[data-print]", function (button) {
      button.addEventListener("click", function () { window.print(); });
    });
    // A folder has no page of its own on a disk.
    if (location.protocol === "file:") {
      each("a[href]", function (link) {
        if (link.protocol === "file:" && /\/$/.test(link.pathname)) link.pathname += "index.html";
      });
    }
  });
  window.addEventListener("beforeprint", function () {
    each("[data-printed]", function (place) { place.textContent = "打印日期：" + day(); });
  });
})();
