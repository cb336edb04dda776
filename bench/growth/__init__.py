"""What a site of any size is: counted in sites that were built, planned for sizes that were not, held against limits."""
