"""Finding decisions from the command line and from programs: a full-text index outside the output, made when somebody asks.

The index is a part for each month of decision, `<output>.state/search/<month>/`, made of the last public set as the release store
has it. A build deletes each part whose month changed or went before it renders anything; the next who asks makes it anew.
"""

FOLDER = "search"
