"""One module a noun (a package where a noun has many verbs), imported when it is called for."""
