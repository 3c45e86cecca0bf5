// A region that no screen reader hears.
document.querySelector("auta-chat [role=status]").style.setProperty("display", "none", "important");
