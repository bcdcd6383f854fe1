"use strict";
// One question to the server, or to the runs made beforehand that came along (window.TWIN).
M.ask = (function () {
  var page = Math.random().toString(36).slice(2);
  function refusal(status, content) {
    var error = new Error("refused");
    error.status = status;
    error.faults = content.faults || [];
    return error;
  }
  return function (question, body) {
    if (window.TWIN) { return window.TWIN.answer(question, body); }
    return fetch(question, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Object.assign({ page: page }, body)),
      credentials: "omit",
      redirect: "error"
    }).then(function (response) {
      return response.json().then(function (content) {
        if (!response.ok || content.faults) { throw refusal(response.status, content); }
        return content;
      });
    });
  };
})();
