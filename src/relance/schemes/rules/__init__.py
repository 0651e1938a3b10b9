"""Pure rules of schemes: no database, no clock."""
