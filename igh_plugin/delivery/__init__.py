"""What is delivered without anybody at the screen."""
