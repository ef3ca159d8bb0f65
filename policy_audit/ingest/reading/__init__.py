"""One file -> ``Document | Unread``, read in a process that a bad file may take down."""
