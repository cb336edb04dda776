"""What changed from release to release, so that whoever holds a copy can follow and must be able to delete.

The release store keeps ids, operations and days, and of what is public now the hash of its line; never a record. So a delta
is always written from the records that are public today, and one that is gone is in none of them.
"""
