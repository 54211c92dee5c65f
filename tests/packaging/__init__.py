"""What is installed: the wheel, and the versions that it asks for."""
