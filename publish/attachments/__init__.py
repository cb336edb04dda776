"""What stands in attachments (附件): the texts and metadata of PDF, OFD, PNG and JPEG files, for the privacy rules.

A file from outside is read in a process of its own, with limits (`child`): what it does to a library ends there. The build
(`asking`) gets a `Reading`: texts, and faults for whatever could not be looked at. Pictures of text (scans) say nothing here.
"""
