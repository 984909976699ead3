#!/bin/sh
# Print the Python that the program will run on; fail where there is none.
# The system's own comes first: it is the one whose parts its packages bring.
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    "$name" -c 'import sys
if (3, 11) <= sys.version_info[:2] < (3, 15):
    print(sys.executable)
else:
    sys.exit(1)' 2>/dev/null && exit
done
exit 1
