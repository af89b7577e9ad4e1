"""The command line's parts: one module a group of commands, parse -> call one function -> print."""
