"""What people type about plans, checked beside each field."""
