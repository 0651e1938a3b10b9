"""What the files of registers mean. Pure: no Django, no clock."""
