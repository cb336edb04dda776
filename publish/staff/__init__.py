"""What staff do at their desk: write decisions and orders, look at findings, see what is due, begin a repository, sign."""
