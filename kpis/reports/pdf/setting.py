"""Sets a PDF or a picture in a process of its own: what the compiler held, nearly 200 MB for a long report, goes back with its end.

Run by compiling.py as a script, so that nothing of the portal is loaded. Reads one JSON text from its input, writes the
file to its output; where it cannot be set it ends with 1 and says why on stderr.
"""

import json
import sys
from datetime import datetime

import typst


def main() -> None:
    task = json.load(sys.stdin.buffer)
    try:
        content = typst.compile(
            task["template"],
            root=task["root"],
            font_paths=task["fonts"],
            ignore_system_fonts=True,
            sys_inputs=task["inputs"],
            timestamp=datetime.fromisoformat(task["moment"]),
            **task["form"],
        )
    except typst.TypstError as error:
        sys.exit(str(error))
    # Of a picture that needs more room than it has, the first page: the compiler gives a list of them.
    sys.stdout.buffer.write(content[0] if isinstance(content, list) else content)


if __name__ == "__main__":
    main()
