"""Places on other machines that serve a site: over SSH, in an object store. The only room that speaks to other machines.

`opening.open_target` makes a `publish.release.target.Target` of an address; nothing else here is meant for other rooms.
"""
