"""Pure rules of applications: no database, no clock."""
