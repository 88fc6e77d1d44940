"""What people type; forms check it and write nothing."""
