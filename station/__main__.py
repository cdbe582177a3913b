"""`python -m station`: the commands that need no window."""

from station.commands.station_program import main

if __name__ == "__main__":
    main()
