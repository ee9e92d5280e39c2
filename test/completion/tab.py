"""
Types lines into an interactive shell on a terminal, presses TAB, and prints as JSON what each line has become and what
was shown on the way: tab.py FOLDER SHELL ARGUMENTS... with {"setup": [...], "lines": [...]} on standard input.
The setup binds Ctrl-X to print the line between << and >>: keys are handled in their order, so nothing is timed.
"""
import json, os, pty, re, select, sys, time

PATIENCE = 60
folder, command = sys.argv[1], sys.argv[2:]
told = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    os.chdir(folder)
    os.environ.update(TERM="vt100", COLUMNS="200", LINES="400")
    os.execvp(command[0], command)

seen = ""


def until(pattern):
    """What is printed before the pattern, and what the pattern takes of it."""
    global seen
    end = time.monotonic() + PATIENCE
    while not (match := re.search(pattern, seen)):
        if time.monotonic() > end:
            sys.exit(f"waited for {pattern!r}, got {seen!r}")
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 65536).decode(errors="replace")
    before, seen = seen[: match.start()], seen[match.end() :]
    return before, match[match.lastindex or 0]


def type_in(text):
    os.write(terminal, text.encode())


def plain(text):
    return re.sub(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][0-9A-B]|[=>])|[\0\x07\r]", "", text)


for line in told["setup"]:
    type_in(line + "\n")
type_in("printf '%s%s\\n' rea dy\n")
until(r"\bready\b")
results = []
for line in told["lines"]:
    type_in(line + "\t\x18")
    shown, now = until(r"<<(.*?)>>")
    results.append({"line": plain(now), "shown": plain(shown)})
    type_in("\x15")
os.close(terminal)
os.waitpid(child, 0)
print(json.dumps(results))
