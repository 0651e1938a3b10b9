"""What tests share: the cast, databases, the browser. Nothing here is a test."""
