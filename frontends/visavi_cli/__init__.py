"""The command line: parse, call one use case, print. Errors become exit codes here."""
