"""`python -m station`: the commands that need no window."""

from station.commands.app import main

if __name__ == "__main__":
    main()
