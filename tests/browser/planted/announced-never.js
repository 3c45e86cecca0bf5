// The announcer is gone: nothing is heard.
document.querySelector("auta-chat [role=status]").remove();
