"""What plans decide without a database nor a clock."""
